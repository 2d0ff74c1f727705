CREATE TABLE `search_documents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`file_id` text NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_documents_file_id_unique` ON `search_documents` (`file_id`);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_words` USING fts5(
	`space`, `name`, `tags`, `description`, `place`, `camera`, `folder`,
	tokenize = "porter unicode61 remove_diacritics 2", prefix = '2 3'
);
--> statement-breakpoint
INSERT INTO `search_documents` (`file_id`) SELECT `id` FROM `files` ORDER BY `created_at`, `id`;
--> statement-breakpoint
INSERT INTO `search_words` (`rowid`, `space`, `name`, `tags`, `description`, `place`, `camera`, `folder`)
	SELECT `search_documents`.`id`, substr(`files`.`space_id`, instr(`files`.`space_id`, '_') + 1), `files`.`name`,
		coalesce((SELECT group_concat(DISTINCT `label`) FROM `file_tags` WHERE `file_id` = `files`.`id`), ''),
		coalesce(`files`.`description`, ''), coalesce(`files`.`place_name`, ''),
		trim(coalesce(`files`.`camera`, '') || ' ' || coalesce(`files`.`lens`, '')),
		coalesce((SELECT `name` FROM `folders` WHERE `id` = `files`.`folder_id`), '')
	FROM `files` INNER JOIN `search_documents` ON `search_documents`.`file_id` = `files`.`id`;
--> statement-breakpoint
CREATE TRIGGER `words_of_new_file` AFTER INSERT ON `files`
BEGIN
	INSERT INTO `search_documents` (`file_id`) VALUES (new.`id`);
	INSERT INTO `search_words` (`rowid`, `space`, `name`, `tags`, `description`, `place`, `camera`, `folder`)
		SELECT `id`, substr(new.`space_id`, instr(new.`space_id`, '_') + 1), new.`name`, '',
			coalesce(new.`description`, ''), coalesce(new.`place_name`, ''),
			trim(coalesce(new.`camera`, '') || ' ' || coalesce(new.`lens`, '')),
			coalesce((SELECT `name` FROM `folders` WHERE `id` = new.`folder_id`), '')
		FROM `search_documents` WHERE `file_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_changed_file`
AFTER UPDATE OF `space_id`, `name`, `description`, `place_name`, `camera`, `lens`, `folder_id` ON `files`
WHEN old.`space_id` IS NOT new.`space_id` OR old.`name` IS NOT new.`name`
	OR old.`description` IS NOT new.`description` OR old.`place_name` IS NOT new.`place_name`
	OR old.`camera` IS NOT new.`camera` OR old.`lens` IS NOT new.`lens`
	OR old.`folder_id` IS NOT new.`folder_id`
BEGIN
	UPDATE `search_words` SET
		`space` = substr(new.`space_id`, instr(new.`space_id`, '_') + 1), `name` = new.`name`,
		`description` = coalesce(new.`description`, ''), `place` = coalesce(new.`place_name`, ''),
		`camera` = trim(coalesce(new.`camera`, '') || ' ' || coalesce(new.`lens`, '')),
		`folder` = coalesce((SELECT `name` FROM `folders` WHERE `id` = new.`folder_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_added_tag` AFTER INSERT ON `file_tags`
BEGIN
	UPDATE `search_words` SET `tags` =
		(SELECT group_concat(DISTINCT `label`) FROM `file_tags` WHERE `file_id` = new.`file_id`)
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_removed_tag` AFTER DELETE ON `file_tags`
BEGIN
	UPDATE `search_words` SET `tags` = coalesce(
		(SELECT group_concat(DISTINCT `label`) FROM `file_tags` WHERE `file_id` = old.`file_id`), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = old.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_renamed_folder` AFTER UPDATE OF `name` ON `folders`
WHEN old.`name` IS NOT new.`name`
BEGIN
	UPDATE `search_words` SET `folder` = new.`name`
	WHERE `rowid` IN (SELECT `search_documents`.`id` FROM `files`
		INNER JOIN `search_documents` ON `search_documents`.`file_id` = `files`.`id`
		WHERE `files`.`folder_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_purged_file` BEFORE DELETE ON `files`
BEGIN
	DELETE FROM `search_words`
		WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = old.`id`);
	DELETE FROM `search_documents` WHERE `file_id` = old.`id`;
END;
