CREATE TABLE `favorites` (
	`user_id` text NOT NULL,
	`file_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `file_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `favorites_by_age` ON `favorites` (`user_id`,`created_at`,`file_id`);--> statement-breakpoint
CREATE INDEX `favorites_by_file` ON `favorites` (`file_id`);--> statement-breakpoint
CREATE TABLE `file_metadata` (
	`file_id` text PRIMARY KEY NOT NULL,
	`read` text DEFAULT '{}' NOT NULL,
	`edited` text DEFAULT '{}' NOT NULL,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `timeline_months` (
	`space_id` text NOT NULL,
	`month` text NOT NULL,
	`files` integer NOT NULL,
	PRIMARY KEY(`space_id`, `month`)
);
--> statement-breakpoint
CREATE TABLE `album_files` (
	`album_id` text NOT NULL,
	`file_id` text NOT NULL,
	`position` integer NOT NULL,
	`added_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`album_id`, `file_id`),
	FOREIGN KEY (`album_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `album_files_in_order` ON `album_files` (`album_id`,`position`,`file_id`);--> statement-breakpoint
CREATE INDEX `album_files_by_file` ON `album_files` (`file_id`);--> statement-breakpoint
CREATE TABLE `folders` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`parent_id` text,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`path` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`trashed_at` integer,
	`trashed_with` text,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `folders_at_top_by_name` ON `folders` (`space_id`,`name_folded`) WHERE parent_id is null and trashed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `folders_by_name` ON `folders` (`parent_id`,`name_folded`) WHERE parent_id is not null and trashed_at is null;--> statement-breakpoint
CREATE INDEX `folders_by_path` ON `folders` (`space_id`,`path`);--> statement-breakpoint
CREATE INDEX `folders_by_parent` ON `folders` (`parent_id`);--> statement-breakpoint
CREATE INDEX `folders_by_creator` ON `folders` (`created_by`);--> statement-breakpoint
CREATE INDEX `folders_in_trash` ON `folders` (`trashed_at`) WHERE trashed_at is not null;--> statement-breakpoint
CREATE INDEX `folders_trashed_with` ON `folders` (`trashed_with`) WHERE trashed_with is not null;--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`folder_id` text NOT NULL,
	`user_id` text NOT NULL,
	`permission` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	FOREIGN KEY (`folder_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_by_folder` ON `grants` (`folder_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `grants_by_user` ON `grants` (`user_id`);--> statement-breakpoint
ALTER TABLE `files` ADD `folder_id` text REFERENCES folders(id);--> statement-breakpoint
ALTER TABLE `files` ADD `name_folded` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `files` ADD `size_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `files` ADD `taken_zone` integer;--> statement-breakpoint
ALTER TABLE `files` ADD `shown_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `files` ADD `lens` text;--> statement-breakpoint
ALTER TABLE `files` ADD `latitude` real;--> statement-breakpoint
ALTER TABLE `files` ADD `longitude` real;--> statement-breakpoint
ALTER TABLE `files` ADD `place_name` text;--> statement-breakpoint
ALTER TABLE `files` ADD `description` text;--> statement-breakpoint
ALTER TABLE `files` ADD `rating` integer;--> statement-breakpoint
ALTER TABLE `files` ADD `duration_ms` integer;--> statement-breakpoint
ALTER TABLE `files` ADD `is_animated` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `files` ADD `perceptual_hash` text;--> statement-breakpoint
ALTER TABLE `files` ADD `trashed_with` text;--> statement-breakpoint
ALTER TABLE `files` ADD `archived_at` integer;--> statement-breakpoint
ALTER TABLE `files` ADD `visibility` text DEFAULT 'private' NOT NULL;--> statement-breakpoint
ALTER TABLE `files` ADD `updated_at` integer;--> statement-breakpoint
CREATE INDEX `files_timeline` ON `files` (`space_id`,`shown_at`,`id`) WHERE trashed_at is null and archived_at is null;--> statement-breakpoint
CREATE INDEX `files_by_name` ON `files` (`space_id`,`name_folded`,`id`) WHERE trashed_at is null;--> statement-breakpoint
CREATE INDEX `files_by_size` ON `files` (`space_id`,`size_bytes`,`id`) WHERE trashed_at is null;--> statement-breakpoint
CREATE INDEX `files_in_folder` ON `files` (`space_id`,`folder_id`,`shown_at`,`id`) WHERE trashed_at is null;--> statement-breakpoint
CREATE INDEX `files_in_folder_by_name` ON `files` (`space_id`,`folder_id`,`name_folded`,`id`) WHERE trashed_at is null;--> statement-breakpoint
CREATE INDEX `files_by_folder` ON `files` (`folder_id`);--> statement-breakpoint
CREATE INDEX `files_trashed_with` ON `files` (`trashed_with`) WHERE trashed_with is not null;--> statement-breakpoint
CREATE INDEX `files_archived` ON `files` (`space_id`,`archived_at`,`id`) WHERE archived_at is not null and trashed_at is null;--> statement-breakpoint
CREATE INDEX `files_with_place` ON `files` (`space_id`,`latitude`,`longitude`) WHERE latitude is not null and trashed_at is null;--> statement-breakpoint
CREATE INDEX `files_with_perceptual_hash` ON `files` (`space_id`,`perceptual_hash`) WHERE perceptual_hash is not null and trashed_at is null;--> statement-breakpoint
ALTER TABLE `uploads` ADD `multipart_id` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `created_by` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `name` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `folder_id` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `sha256` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `file_id` text;--> statement-breakpoint
CREATE INDEX `file_tags_by_label` ON `file_tags` (`label`,`file_id`);--> statement-breakpoint
UPDATE `files` SET
	`name_folded` = lower(`name`),
	`size_bytes` = coalesce((SELECT `size_bytes` FROM `originals` WHERE `originals`.`id` = `files`.`original_id`), 0),
	`shown_at` = coalesce(unixepoch(`taken_at`) * 1000, `created_at`);
--> statement-breakpoint
INSERT INTO `timeline_months` (`space_id`, `month`, `files`)
	SELECT `space_id`, strftime('%Y-%m', `shown_at` / 1000, 'unixepoch'), count(*) FROM `files`
	WHERE `trashed_at` IS NULL AND `archived_at` IS NULL GROUP BY 1, 2;
--> statement-breakpoint
CREATE TRIGGER `timeline_file_added` AFTER INSERT ON `files`
WHEN new.`trashed_at` IS NULL AND new.`archived_at` IS NULL
BEGIN
	INSERT INTO `timeline_months` (`space_id`, `month`, `files`)
		VALUES (new.`space_id`, strftime('%Y-%m', new.`shown_at` / 1000, 'unixepoch'), 1)
		ON CONFLICT (`space_id`, `month`) DO UPDATE SET `files` = `files` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `timeline_file_removed` AFTER DELETE ON `files`
WHEN old.`trashed_at` IS NULL AND old.`archived_at` IS NULL
BEGIN
	UPDATE `timeline_months` SET `files` = `files` - 1
		WHERE `space_id` = old.`space_id` AND `month` = strftime('%Y-%m', old.`shown_at` / 1000, 'unixepoch');
	DELETE FROM `timeline_months`
		WHERE `space_id` = old.`space_id` AND `month` = strftime('%Y-%m', old.`shown_at` / 1000, 'unixepoch') AND `files` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `timeline_file_changed` AFTER UPDATE OF `shown_at`, `trashed_at`, `archived_at`, `space_id` ON `files`
WHEN old.`shown_at` IS NOT new.`shown_at` OR old.`space_id` IS NOT new.`space_id`
	OR (old.`trashed_at` IS NULL) IS NOT (new.`trashed_at` IS NULL)
	OR (old.`archived_at` IS NULL) IS NOT (new.`archived_at` IS NULL)
BEGIN
	UPDATE `timeline_months` SET `files` = `files` - 1
		WHERE old.`trashed_at` IS NULL AND old.`archived_at` IS NULL
		AND `space_id` = old.`space_id` AND `month` = strftime('%Y-%m', old.`shown_at` / 1000, 'unixepoch');
	INSERT INTO `timeline_months` (`space_id`, `month`, `files`)
		SELECT new.`space_id`, strftime('%Y-%m', new.`shown_at` / 1000, 'unixepoch'), 1
		WHERE new.`trashed_at` IS NULL AND new.`archived_at` IS NULL
		ON CONFLICT (`space_id`, `month`) DO UPDATE SET `files` = `files` + 1;
	DELETE FROM `timeline_months`
		WHERE `space_id` = old.`space_id` AND `month` = strftime('%Y-%m', old.`shown_at` / 1000, 'unixepoch') AND `files` = 0;
END;
