CREATE TABLE `faced_files` (
	`file_id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`is_queued` integer DEFAULT false NOT NULL,
	`looked_at` integer,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `faced_files_due` ON `faced_files` (`is_queued`,`file_id`);--> statement-breakpoint
CREATE INDEX `faced_files_by_space` ON `faced_files` (`space_id`,`looked_at`);--> statement-breakpoint
CREATE TABLE `faces` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`file_id` text NOT NULL,
	`person_id` text,
	`is_decided` integer DEFAULT false NOT NULL,
	`box_left` real NOT NULL,
	`box_top` real NOT NULL,
	`box_width` real NOT NULL,
	`box_height` real NOT NULL,
	`quality_percent` integer NOT NULL,
	`is_summed` integer NOT NULL,
	`shown_at` integer NOT NULL,
	`at_ms` integer,
	`detector` text NOT NULL,
	`embedder` text NOT NULL,
	`sealed_descriptor` blob NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `faces_by_file` ON `faces` (`file_id`);--> statement-breakpoint
CREATE INDEX `faces_by_person` ON `faces` (`person_id`,`quality_percent`,`id`);--> statement-breakpoint
CREATE INDEX `faces_by_time` ON `faces` (`person_id`,`shown_at`,`id`);--> statement-breakpoint
CREATE INDEX `faces_by_space` ON `faces` (`space_id`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`name` text,
	`is_hidden` integer DEFAULT false NOT NULL,
	`is_favorite` integer DEFAULT false NOT NULL,
	`faces` integer DEFAULT 0 NOT NULL,
	`cover_face_id` text,
	`embedder` text NOT NULL,
	`sealed_sum` blob NOT NULL,
	`summed` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `people_by_space` ON `people` (`space_id`,`is_hidden`,`faces`,`id`);--> statement-breakpoint
CREATE INDEX `people_named` ON `people` (`space_id`,`name`) WHERE name is not null;--> statement-breakpoint
CREATE TABLE `people_apart` (
	`one` text NOT NULL,
	`other` text NOT NULL,
	`space_id` text NOT NULL,
	PRIMARY KEY(`one`, `other`),
	FOREIGN KEY (`one`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`other`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `people_apart_by_other` ON `people_apart` (`other`);--> statement-breakpoint
CREATE INDEX `people_apart_by_space` ON `people_apart` (`space_id`);--> statement-breakpoint
CREATE TABLE `people_spaces` (
	`space_id` text PRIMARY KEY NOT NULL,
	`sealed_key` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TRIGGER `faces_of_new_file` AFTER INSERT ON `files`
WHEN new.`preview` = 'ready'
BEGIN
	INSERT OR IGNORE INTO `faced_files` (`file_id`, `space_id`)
		SELECT new.`id`, new.`space_id` FROM `consents`
		WHERE `space_id` = new.`space_id` AND `withdrawn_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `faces_of_preview` AFTER UPDATE OF `preview` ON `files`
WHEN new.`preview` = 'ready' AND old.`preview` IS NOT 'ready'
BEGIN
	INSERT OR IGNORE INTO `faced_files` (`file_id`, `space_id`)
		SELECT new.`id`, new.`space_id` FROM `consents`
		WHERE `space_id` = new.`space_id` AND `withdrawn_at` IS NULL;
	UPDATE `faced_files` SET `is_queued` = 0, `looked_at` = NULL WHERE `file_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `faces_of_consent` AFTER INSERT ON `consents`
BEGIN
	INSERT OR IGNORE INTO `faced_files` (`file_id`, `space_id`)
		SELECT `id`, `space_id` FROM `files` WHERE `space_id` = new.`space_id` AND `preview` = 'ready';
END;
--> statement-breakpoint
CREATE TRIGGER `faces_of_withdrawn_consent` AFTER UPDATE OF `withdrawn_at` ON `consents`
WHEN new.`withdrawn_at` IS NOT NULL
BEGIN
	DELETE FROM `faced_files` WHERE `space_id` = new.`space_id` AND `looked_at` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `people_of_new_face` AFTER INSERT ON `faces`
WHEN new.`person_id` IS NOT NULL
BEGIN
	UPDATE `people` SET `faces` = `faces` + 1 WHERE `id` = new.`person_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `people_of_moved_face` AFTER UPDATE OF `person_id` ON `faces`
WHEN new.`person_id` IS NOT old.`person_id`
BEGIN
	UPDATE `people` SET `faces` = `faces` - 1 WHERE `id` = old.`person_id`;
	UPDATE `people` SET `faces` = `faces` + 1 WHERE `id` = new.`person_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `people_of_gone_face` AFTER DELETE ON `faces`
WHEN old.`person_id` IS NOT NULL
BEGIN
	UPDATE `people` SET `faces` = `faces` - 1 WHERE `id` = old.`person_id`;
	DELETE FROM `people` WHERE `id` = old.`person_id` AND `faces` = 0 AND `name` IS NULL;
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_new_face` AFTER INSERT ON `faces`
WHEN (SELECT `name` FROM `people` WHERE `id` = new.`person_id`) IS NOT NULL
BEGIN
	UPDATE `search_words` SET `people` = coalesce((SELECT group_concat(`name`, '; ') FROM (
			SELECT DISTINCT `people`.`name` FROM `faces` INNER JOIN `people` ON `people`.`id` = `faces`.`person_id`
			WHERE `faces`.`file_id` = new.`file_id` AND `people`.`name` IS NOT NULL)), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_moved_face` AFTER UPDATE OF `person_id` ON `faces`
WHEN new.`person_id` IS NOT old.`person_id` AND ((SELECT `name` FROM `people` WHERE `id` = new.`person_id`) IS NOT NULL OR (SELECT `name` FROM `people` WHERE `id` = old.`person_id`) IS NOT NULL)
BEGIN
	UPDATE `search_words` SET `people` = coalesce((SELECT group_concat(`name`, '; ') FROM (
			SELECT DISTINCT `people`.`name` FROM `faces` INNER JOIN `people` ON `people`.`id` = `faces`.`person_id`
			WHERE `faces`.`file_id` = new.`file_id` AND `people`.`name` IS NOT NULL)), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = new.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_gone_face` AFTER DELETE ON `faces`
WHEN (SELECT `name` FROM `people` WHERE `id` = old.`person_id`) IS NOT NULL
BEGIN
	UPDATE `search_words` SET `people` = coalesce((SELECT group_concat(`name`, '; ') FROM (
			SELECT DISTINCT `people`.`name` FROM `faces` INNER JOIN `people` ON `people`.`id` = `faces`.`person_id`
			WHERE `faces`.`file_id` = old.`file_id` AND `people`.`name` IS NOT NULL)), '')
	WHERE `rowid` = (SELECT `id` FROM `search_documents` WHERE `file_id` = old.`file_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `words_of_named_person` AFTER UPDATE OF `name` ON `people`
WHEN new.`name` IS NOT old.`name`
BEGIN
	UPDATE `search_words` SET `people` = coalesce((SELECT group_concat(`name`, '; ') FROM (
			SELECT DISTINCT `people`.`name` FROM `search_documents`
			INNER JOIN `faces` ON `faces`.`file_id` = `search_documents`.`file_id`
			INNER JOIN `people` ON `people`.`id` = `faces`.`person_id`
			WHERE `search_documents`.`id` = `search_words`.`rowid` AND `people`.`name` IS NOT NULL)), '')
	WHERE `rowid` IN (SELECT `search_documents`.`id` FROM `faces`
		INNER JOIN `search_documents` ON `search_documents`.`file_id` = `faces`.`file_id`
		WHERE `faces`.`person_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `faces_of_dated_file` AFTER UPDATE OF `shown_at` ON `files`
WHEN old.`shown_at` IS NOT new.`shown_at`
BEGIN
	UPDATE `faces` SET `shown_at` = new.`shown_at` WHERE `file_id` = new.`id`;
END;
