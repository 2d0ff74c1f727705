CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`text` text NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_by` text,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `consents_by_space` ON `consents` (`space_id`,`recorded_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `consents_in_force` ON `consents` (`space_id`) WHERE withdrawn_at is null;--> statement-breakpoint
CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`subject_id` text,
	`receipt` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `erasures_by_space` ON `erasures` (`space_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `examples` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`change` integer NOT NULL,
	`detector` text NOT NULL,
	`embedder` text NOT NULL,
	`sealed_descriptor` blob NOT NULL,
	`quality_percent` integer NOT NULL,
	`crop_bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`subject_id`) REFERENCES `subjects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `examples_by_change` ON `examples` (`space_id`,`change`);--> statement-breakpoint
CREATE INDEX `examples_by_subject` ON `examples` (`subject_id`,`change`);--> statement-breakpoint
CREATE INDEX `examples_by_age` ON `examples` (`space_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`space_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`sealed_key` text NOT NULL,
	`retention_days` integer,
	`changes` integer DEFAULT 0 NOT NULL,
	`removals` integer DEFAULT 0 NOT NULL,
	`key_generation` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_name_folded_unique` ON `organizations` (`name_folded`);--> statement-breakpoint
CREATE TABLE `subjects` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subjects_by_name` ON `subjects` (`space_id`,`name`);--> statement-breakpoint
-- Whoever remembers that a key is good remembers this number with it: raising it has them ask again.
CREATE TRIGGER `organizations_key_revoked` AFTER UPDATE OF `revoked_at`, `scopes`, `expires_at` ON `api_keys` BEGIN
	UPDATE `organizations` SET `key_generation` = `key_generation` + 1 WHERE `space_id` = new.`space_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `organizations_key_deleted` AFTER DELETE ON `api_keys` BEGIN
	UPDATE `organizations` SET `key_generation` = `key_generation` + 1 WHERE `space_id` = old.`space_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `organizations_member_deleted` AFTER DELETE ON `members` BEGIN
	UPDATE `organizations` SET `key_generation` = `key_generation` + 1 WHERE `space_id` = old.`space_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `organizations_member_changed` AFTER UPDATE OF `role` ON `members` BEGIN
	UPDATE `organizations` SET `key_generation` = `key_generation` + 1 WHERE `space_id` = new.`space_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `organizations_user_ended` AFTER UPDATE OF `disabled_at`, `deleted_at` ON `users` BEGIN
	UPDATE `organizations` SET `key_generation` = `key_generation` + 1
		WHERE `space_id` IN (SELECT `space_id` FROM `members` WHERE `user_id` = new.`id`);
END;
