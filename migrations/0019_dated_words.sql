ALTER TABLE `search_documents` ADD `shown_at` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE `search_documents` SET `shown_at` = (SELECT `shown_at` FROM `files` WHERE `id` = `file_id`);
--> statement-breakpoint
DROP TRIGGER `words_of_new_file`;
--> statement-breakpoint
CREATE TRIGGER `words_of_new_file` AFTER INSERT ON `files`
BEGIN
	INSERT INTO `search_documents` (`file_id`, `shown_at`) VALUES (new.`id`, new.`shown_at`);
	INSERT INTO `search_words` (`rowid`, `space`, `name`, `tags`, `objects`, `text`, `description`, `place`, `camera`, `folder`, `people`)
		SELECT `id`, substr(new.`space_id`, instr(new.`space_id`, '_') + 1), new.`name`, '', '', '',
			coalesce(new.`description`, ''), coalesce(new.`place_name`, ''),
			trim(coalesce(new.`camera`, '') || ' ' || coalesce(new.`lens`, '')),
			coalesce((SELECT `name` FROM `folders` WHERE `id` = new.`folder_id`), ''), ''
		FROM `search_documents` WHERE `file_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_dated_file` AFTER UPDATE OF `shown_at` ON `files`
WHEN old.`shown_at` IS NOT new.`shown_at`
BEGIN
	UPDATE `search_documents` SET `shown_at` = new.`shown_at` WHERE `file_id` = new.`id`;
END;
