CREATE TABLE `share_files` (
	`share_id` text NOT NULL,
	`file_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`share_id`, `file_id`),
	FOREIGN KEY (`share_id`) REFERENCES `shares`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `share_files_in_order` ON `share_files` (`share_id`,`position`);--> statement-breakpoint
CREATE INDEX `share_files_by_file` ON `share_files` (`file_id`);--> statement-breakpoint
CREATE TABLE `shares` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`space_id` text NOT NULL,
	`kind` text NOT NULL,
	`folder_id` text,
	`query` text,
	`title` text NOT NULL,
	`message` text,
	`expires_at` integer,
	`password_hash` text,
	`views_left` integer,
	`downloads_left` integer,
	`largest_side` integer NOT NULL,
	`downloads` text NOT NULL,
	`strips_metadata` integer DEFAULT true NOT NULL,
	`watermark` text,
	`allows_zip` integer DEFAULT false NOT NULL,
	`is_embeddable` integer DEFAULT false NOT NULL,
	`generation` integer DEFAULT 1 NOT NULL,
	`visits` integer DEFAULT 0 NOT NULL,
	`downloaded` integer DEFAULT 0 NOT NULL,
	`last_visit_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`folder_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shares_by_slug` ON `shares` (`slug`);--> statement-breakpoint
CREATE INDEX `shares_by_space` ON `shares` (`space_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `shares_by_folder` ON `shares` (`folder_id`) WHERE folder_id is not null;--> statement-breakpoint
CREATE INDEX `shares_by_creator` ON `shares` (`created_by`);--> statement-breakpoint
CREATE INDEX `shares_revoked` ON `shares` (`revoked_at`) WHERE revoked_at is not null;
--> statement-breakpoint
-- Addresses of pictures end when a file goes to trash or leaves a folder that is shared.
CREATE TRIGGER `shares_of_file_end` AFTER UPDATE OF `trashed_at`, `folder_id` ON `files`
WHEN (new.`trashed_at` IS NOT old.`trashed_at` OR new.`folder_id` IS NOT old.`folder_id`)
	AND EXISTS (SELECT 1 FROM `shares` WHERE `space_id` = old.`space_id`)
BEGIN
	UPDATE `shares` SET `generation` = `generation` + 1
		WHERE new.`trashed_at` IS NOT old.`trashed_at`
		AND `id` IN (SELECT `share_id` FROM `share_files` WHERE `file_id` = old.`id`);
	UPDATE `shares` SET `generation` = `generation` + 1
		WHERE `space_id` = old.`space_id` AND ((`kind` = 'search' AND new.`trashed_at` IS NOT old.`trashed_at`)
			OR (SELECT `path` FROM `folders` WHERE `id` = old.`folder_id`) LIKE '%/' || `folder_id` || '/%'
			OR `folder_id` IN (SELECT `album_id` FROM `album_files` WHERE `file_id` = old.`id`));
END;
--> statement-breakpoint
CREATE TRIGGER `shares_of_folder_end` AFTER UPDATE OF `path`, `trashed_at` ON `folders`
WHEN (new.`path` <> old.`path` OR new.`trashed_at` IS NOT old.`trashed_at`)
	AND EXISTS (SELECT 1 FROM `shares` WHERE `space_id` = old.`space_id`)
BEGIN
	UPDATE `shares` SET `generation` = `generation` + 1
		WHERE `space_id` = old.`space_id` AND `folder_id` IS NOT NULL AND old.`path` LIKE '%/' || `folder_id` || '/%';
END;
--> statement-breakpoint
CREATE TRIGGER `shares_of_album_end` AFTER DELETE ON `album_files`
BEGIN
	UPDATE `shares` SET `generation` = `generation` + 1 WHERE `folder_id` = old.`album_id`;
END;
