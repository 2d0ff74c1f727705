CREATE TABLE `public_files` (
	`id` text PRIMARY KEY NOT NULL,
	`file_id` text NOT NULL,
	`shows` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `public_files_by_file` ON `public_files` (`file_id`);--> statement-breakpoint
ALTER TABLE `folders` ADD `file_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `folders` ADD `folder_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `folders` ADD `cover_file_id` text REFERENCES files(id) ON DELETE SET NULL;--> statement-breakpoint
CREATE INDEX `folders_by_cover` ON `folders` (`cover_file_id`) WHERE cover_file_id is not null;--> statement-breakpoint
CREATE INDEX `files_pictured_in_folder` ON `files` (`folder_id`,`shown_at`,`id`) WHERE trashed_at is null and preview = 'ready';--> statement-breakpoint
CREATE TRIGGER `folder_file_added` AFTER INSERT ON `files`
WHEN new.`folder_id` IS NOT NULL AND new.`trashed_at` IS NULL
BEGIN
	UPDATE `folders` SET `file_count` = `file_count` + 1 WHERE `id` = new.`folder_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `folder_file_removed` BEFORE DELETE ON `files`
WHEN old.`trashed_at` IS NULL
BEGIN
	UPDATE `folders` SET `file_count` = `file_count` - 1
		WHERE `id` = old.`folder_id`
		OR `id` IN (SELECT `album_id` FROM `album_files` WHERE `file_id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `folder_file_changed` AFTER UPDATE OF `folder_id`, `trashed_at` ON `files`
WHEN old.`folder_id` IS NOT new.`folder_id` OR (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL)
BEGIN
	UPDATE `folders` SET `file_count` = `file_count` - 1
		WHERE `id` = old.`folder_id` AND old.`trashed_at` IS NULL;
	UPDATE `folders` SET `file_count` = `file_count` + 1
		WHERE `id` = new.`folder_id` AND new.`trashed_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `album_files_of_changed_file` AFTER UPDATE OF `trashed_at` ON `files`
WHEN (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL)
BEGIN
	UPDATE `folders` SET `file_count` = `file_count` + iif(new.`trashed_at` IS NULL, 1, -1)
		WHERE `id` IN (SELECT `album_id` FROM `album_files` WHERE `file_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `album_file_added` AFTER INSERT ON `album_files`
BEGIN
	UPDATE `folders` SET `file_count` = `file_count` + 1
		WHERE `id` = new.`album_id`
		AND EXISTS (SELECT 1 FROM `files` WHERE `id` = new.`file_id` AND `trashed_at` IS NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `album_file_removed` AFTER DELETE ON `album_files`
BEGIN
	UPDATE `folders` SET `file_count` = `file_count` - 1
		WHERE `id` = old.`album_id`
		AND EXISTS (SELECT 1 FROM `files` WHERE `id` = old.`file_id` AND `trashed_at` IS NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `sub_folder_added` AFTER INSERT ON `folders`
WHEN new.`parent_id` IS NOT NULL AND new.`trashed_at` IS NULL AND new.`kind` = 'folder'
BEGIN
	UPDATE `folders` SET `folder_count` = `folder_count` + 1 WHERE `id` = new.`parent_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `sub_folder_removed` AFTER DELETE ON `folders`
WHEN old.`parent_id` IS NOT NULL AND old.`trashed_at` IS NULL AND old.`kind` = 'folder'
BEGIN
	UPDATE `folders` SET `folder_count` = `folder_count` - 1 WHERE `id` = old.`parent_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `sub_folder_changed` AFTER UPDATE OF `parent_id`, `trashed_at` ON `folders`
WHEN new.`kind` = 'folder'
	AND (old.`parent_id` IS NOT new.`parent_id` OR (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL))
BEGIN
	UPDATE `folders` SET `folder_count` = `folder_count` - 1
		WHERE `id` = old.`parent_id` AND old.`trashed_at` IS NULL;
	UPDATE `folders` SET `folder_count` = `folder_count` + 1
		WHERE `id` = new.`parent_id` AND new.`trashed_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `public_file_trashed` AFTER UPDATE OF `trashed_at` ON `files`
WHEN new.`trashed_at` IS NOT NULL AND new.`visibility` = 'public'
BEGIN
	DELETE FROM `public_files` WHERE `file_id` = new.`id`;
	UPDATE `files` SET `visibility` = 'private' WHERE `id` = new.`id`;
END;
--> statement-breakpoint
UPDATE `files` SET `visibility` = 'private' WHERE `visibility` = 'public';
--> statement-breakpoint
UPDATE `folders` SET
	`file_count` = CASE `kind` WHEN 'album' THEN
		(SELECT count(*) FROM `album_files` INNER JOIN `files` ON `files`.`id` = `album_files`.`file_id`
			WHERE `album_files`.`album_id` = `folders`.`id` AND `files`.`trashed_at` IS NULL)
		ELSE (SELECT count(*) FROM `files`
			WHERE `files`.`folder_id` = `folders`.`id` AND `files`.`trashed_at` IS NULL) END,
	`folder_count` = (SELECT count(*) FROM `folders` AS `inside`
		WHERE `inside`.`parent_id` = `folders`.`id` AND `inside`.`trashed_at` IS NULL AND `inside`.`kind` = 'folder');
