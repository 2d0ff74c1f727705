CREATE TABLE `tag_counts` (
	`space_id` text NOT NULL,
	`label` text NOT NULL,
	`files` integer NOT NULL,
	PRIMARY KEY(`space_id`, `label`)
);
--> statement-breakpoint
CREATE TABLE `tagged_files` (
	`space_id` text NOT NULL,
	`label` text NOT NULL,
	`file_id` text NOT NULL,
	PRIMARY KEY(`space_id`, `label`, `file_id`)
);

--> statement-breakpoint
CREATE TRIGGER `tagged_file_added` AFTER INSERT ON `tagged_files`
BEGIN
	INSERT INTO `tag_counts` (`space_id`, `label`, `files`) VALUES (new.`space_id`, new.`label`, 1)
		ON CONFLICT (`space_id`, `label`) DO UPDATE SET `files` = `files` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `tagged_file_removed` AFTER DELETE ON `tagged_files`
BEGIN
	UPDATE `tag_counts` SET `files` = `files` - 1
		WHERE `space_id` = old.`space_id` AND `label` = old.`label`;
	DELETE FROM `tag_counts`
		WHERE `space_id` = old.`space_id` AND `label` = old.`label` AND `files` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `tag_added` AFTER INSERT ON `file_tags`
BEGIN
	INSERT INTO `tagged_files` (`space_id`, `label`, `file_id`)
		SELECT `space_id`, new.`label`, `id` FROM `files`
		WHERE `id` = new.`file_id` AND `trashed_at` IS NULL
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `tag_removed` AFTER DELETE ON `file_tags`
BEGIN
	DELETE FROM `tagged_files`
		WHERE `space_id` = (SELECT `space_id` FROM `files` WHERE `id` = old.`file_id`)
		AND `label` = old.`label` AND `file_id` = old.`file_id`
		AND NOT EXISTS (SELECT 1 FROM `file_tags`
			WHERE `file_id` = old.`file_id` AND `label` = old.`label`);
END;
--> statement-breakpoint
CREATE TRIGGER `tags_of_trashed_file` AFTER UPDATE OF `trashed_at` ON `files`
WHEN old.`trashed_at` IS NULL AND new.`trashed_at` IS NOT NULL
BEGIN
	DELETE FROM `tagged_files`
		WHERE `space_id` = new.`space_id` AND `file_id` = new.`id`
		AND `label` IN (SELECT `label` FROM `file_tags` WHERE `file_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `tags_of_restored_file` AFTER UPDATE OF `trashed_at` ON `files`
WHEN old.`trashed_at` IS NOT NULL AND new.`trashed_at` IS NULL
BEGIN
	INSERT INTO `tagged_files` (`space_id`, `label`, `file_id`)
		SELECT new.`space_id`, `label`, new.`id` FROM `file_tags` WHERE `file_id` = new.`id`
		ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `tags_of_purged_file` BEFORE DELETE ON `files`
BEGIN
	DELETE FROM `file_tags` WHERE `file_id` = old.`id`;
END;
--> statement-breakpoint
INSERT INTO `tagged_files` (`space_id`, `label`, `file_id`)
	SELECT DISTINCT `files`.`space_id`, `file_tags`.`label`, `files`.`id`
	FROM `file_tags` INNER JOIN `files` ON `files`.`id` = `file_tags`.`file_id`
	WHERE `files`.`trashed_at` IS NULL;
