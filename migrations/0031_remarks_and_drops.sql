CREATE TABLE `dropped_files` (
	`id` text PRIMARY KEY NOT NULL,
	`drop_id` text NOT NULL,
	`visit_id` text NOT NULL,
	`file_id` text,
	`name` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`drop_id`) REFERENCES `drops`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `dropped_files_by_visit` ON `dropped_files` (`drop_id`,`visit_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `dropped_files_by_file` ON `dropped_files` (`file_id`) WHERE file_id is not null;--> statement-breakpoint
CREATE INDEX `dropped_files_by_age` ON `dropped_files` (`created_at`);--> statement-breakpoint
CREATE TABLE `drops` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`space_id` text NOT NULL,
	`folder_id` text NOT NULL,
	`title` text NOT NULL,
	`message` text,
	`password_hash` text,
	`expires_at` integer,
	`accepts` text NOT NULL,
	`max_file_bytes` integer NOT NULL,
	`bytes_left` integer NOT NULL,
	`files_left` integer NOT NULL,
	`received_bytes` integer DEFAULT 0 NOT NULL,
	`received_files` integer DEFAULT 0 NOT NULL,
	`last_received_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`folder_id`) REFERENCES `folders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drops_by_slug` ON `drops` (`slug`);--> statement-breakpoint
CREATE INDEX `drops_by_space` ON `drops` (`space_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `drops_by_folder` ON `drops` (`folder_id`);--> statement-breakpoint
CREATE INDEX `drops_by_creator` ON `drops` (`created_by`);--> statement-breakpoint
CREATE INDEX `drops_revoked` ON `drops` (`revoked_at`) WHERE revoked_at is not null;--> statement-breakpoint
CREATE TABLE `activity` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`space_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text NOT NULL,
	`guest_name` text,
	`file_id` text,
	`folder_id` text,
	`files` integer DEFAULT 1 NOT NULL,
	`subject_id` text,
	`other_id` text,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `activity_by_key` ON `activity` (`key`);--> statement-breakpoint
CREATE INDEX `activity_of_space` ON `activity` (`space_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`file_id` text NOT NULL,
	`user_id` text NOT NULL,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `comments_by_file` ON `comments` (`file_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `comments_by_user` ON `comments` (`user_id`);--> statement-breakpoint
CREATE TABLE `hearts` (
	`file_id` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`file_id`, `user_id`),
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `hearts_by_user` ON `hearts` (`user_id`);--> statement-breakpoint
ALTER TABLE `files` ADD `guest_name` text;--> statement-breakpoint
ALTER TABLE `shares` ADD `person_id` text;--> statement-breakpoint
ALTER TABLE `shares` ADD `blurs_faces` integer DEFAULT false NOT NULL;
--> statement-breakpoint
-- What one person adds to one folder within an hour is one row.
CREATE TRIGGER `activity_of_added` AFTER INSERT ON `files`
BEGIN
	INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `guest_name`, `file_id`, `folder_id`)
	VALUES ('added/' || new.`space_id` || '/' || (new.`created_at` / 3600000) || '/' || new.`created_by`
		|| '/' || coalesce(new.`folder_id`, '') || '/' || coalesce(new.`guest_name`, ''),
		new.`space_id`, 'added', new.`created_at`, new.`created_by`, new.`guest_name`, new.`id`, new.`folder_id`)
	ON CONFLICT (`key`) DO UPDATE SET `at` = excluded.`at`, `file_id` = excluded.`file_id`, `files` = `files` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_comment` AFTER INSERT ON `comments`
BEGIN
	INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `file_id`, `subject_id`)
	SELECT 'commented/' || new.`id`, `space_id`, 'commented', new.`created_at`, new.`user_id`, new.`file_id`, new.`id`
	FROM `files` WHERE `id` = new.`file_id`
	ON CONFLICT (`key`) DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_gone_comment` AFTER DELETE ON `comments`
BEGIN
	DELETE FROM `activity` WHERE `key` = 'commented/' || old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_heart` AFTER INSERT ON `hearts`
BEGIN
	INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `file_id`)
	SELECT 'hearted/' || new.`file_id` || '/' || new.`user_id`, `space_id`, 'hearted', new.`created_at`, new.`user_id`, new.`file_id`
	FROM `files` WHERE `id` = new.`file_id`
	ON CONFLICT (`key`) DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_gone_heart` AFTER DELETE ON `hearts`
BEGIN
	DELETE FROM `activity` WHERE `key` = 'hearted/' || old.`file_id` || '/' || old.`user_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_grant` AFTER INSERT ON `grants`
BEGIN
	INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `folder_id`, `subject_id`, `other_id`)
	SELECT 'granted/' || new.`id`, `space_id`, 'granted', new.`created_at`, new.`created_by`, new.`folder_id`, new.`id`, new.`user_id`
	FROM `folders` WHERE `id` = new.`folder_id`
	ON CONFLICT (`key`) DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_share` AFTER INSERT ON `shares`
BEGIN
	INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `folder_id`, `subject_id`)
	VALUES ('linked/' || new.`id`, new.`space_id`, 'linked', new.`created_at`, new.`created_by`, new.`folder_id`, new.`id`)
	ON CONFLICT (`key`) DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER `activity_of_gone_share` AFTER DELETE ON `shares`
BEGIN
	DELETE FROM `activity` WHERE `key` = 'linked/' || old.`id`;
END;
--> statement-breakpoint
-- What there was before.
INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `file_id`, `folder_id`, `files`)
SELECT 'added/' || `space_id` || '/' || (`created_at` / 3600000) || '/' || `created_by` || '/' || coalesce(`folder_id`, '') || '/',
	`space_id`, 'added', max(`created_at`), `created_by`, `id`, `folder_id`, count(*)
FROM `files` GROUP BY 1;
--> statement-breakpoint
INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `folder_id`, `subject_id`, `other_id`)
SELECT 'granted/' || `grants`.`id`, `space_id`, 'granted', `grants`.`created_at`, `grants`.`created_by`, `folder_id`, `grants`.`id`, `user_id`
FROM `grants` JOIN `folders` ON `folders`.`id` = `grants`.`folder_id`;
--> statement-breakpoint
INSERT INTO `activity` (`key`, `space_id`, `kind`, `at`, `actor_id`, `folder_id`, `subject_id`)
SELECT 'linked/' || `id`, `space_id`, 'linked', `created_at`, `created_by`, `folder_id`, `id` FROM `shares`;
