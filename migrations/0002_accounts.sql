CREATE TABLE `audit` (
	`chain` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`actor_id` text,
	`subject_id` text,
	`details` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`chain`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `audit_by_time` ON `audit` (`at`);--> statement-breakpoint
CREATE INDEX `audit_by_chain_time` ON `audit` (`chain`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_action` ON `audit` (`action`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_actor` ON `audit` (`actor_id`,`at`);--> statement-breakpoint
CREATE TABLE `quota_checks` (
	`user_id` text PRIMARY KEY NOT NULL,
	`checked_at` integer NOT NULL,
	`drift_bytes` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `quota_checks_by_time` ON `quota_checks` (`checked_at`);--> statement-breakpoint
CREATE INDEX `quota_checks_drifting` ON `quota_checks` (`drift_bytes`) WHERE drift_bytes <> 0;--> statement-breakpoint
CREATE TABLE `rate_limit_hits` (
	`class` text NOT NULL,
	`subject` text NOT NULL,
	`window_start` integer NOT NULL,
	`hits` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`class`, `subject`, `window_start`)
);
--> statement-breakpoint
CREATE INDEX `rate_limit_hits_by_time` ON `rate_limit_hits` (`last_at`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`name` text NOT NULL,
	`handle` text NOT NULL,
	`key_hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer,
	`exposed_at` integer,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_handle_unique` ON `api_keys` (`handle`);--> statement-breakpoint
CREATE INDEX `api_keys_by_space` ON `api_keys` (`space_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `api_keys_by_creator` ON `api_keys` (`created_by`);--> statement-breakpoint
CREATE TABLE `access_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`email_folded` text NOT NULL,
	`username` text,
	`message` text NOT NULL,
	`state` text NOT NULL,
	`invite_id` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`invite_id`) REFERENCES `invites`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_requests_open` ON `access_requests` (`email_folded`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `access_requests_by_age` ON `access_requests` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `access_requests_by_invite` ON `access_requests` (`invite_id`);--> statement-breakpoint
CREATE TABLE `invites` (
	`id` text PRIMARY KEY NOT NULL,
	`code_hash` text NOT NULL,
	`note` text NOT NULL,
	`email` text,
	`max_uses` integer NOT NULL,
	`uses` integer DEFAULT 0 NOT NULL,
	`quota_bytes` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "invites_uses_in_bounds" CHECK("invites"."uses" >= 0 and "invites"."uses" <= "invites"."max_uses")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invites_code_hash_unique` ON `invites` (`code_hash`);--> statement-breakpoint
CREATE INDEX `invites_by_age` ON `invites` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `invites_by_creator` ON `invites` (`created_by`);--> statement-breakpoint
CREATE TABLE `passkey_challenges` (
	`challenge` text PRIMARY KEY NOT NULL,
	`user_id` text,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `passkey_challenges_by_user` ON `passkey_challenges` (`user_id`);--> statement-breakpoint
CREATE INDEX `passkey_challenges_by_expiry` ON `passkey_challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` blob NOT NULL,
	`sign_count` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credential_id_unique` ON `passkeys` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkeys_by_user` ON `passkeys` (`user_id`);--> statement-breakpoint
CREATE TABLE `password_resets` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `password_resets_by_user` ON `password_resets` (`user_id`);--> statement-breakpoint
CREATE INDEX `password_resets_by_expiry` ON `password_resets` (`expires_at`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`user_id` text NOT NULL,
	`code_hash` text NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`user_id`, `code_hash`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
DROP INDEX `originals_by_content`;--> statement-breakpoint
ALTER TABLE `originals` ADD `removed_at` integer;--> statement-breakpoint
ALTER TABLE `originals` ADD `cleared_at` integer;--> statement-breakpoint
CREATE INDEX `originals_to_clear` ON `originals` (`removed_at`) WHERE removed_at is not null and cleared_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `originals_by_content` ON `originals` (`space_id`,`sha256`) WHERE removed_at is null;--> statement-breakpoint
ALTER TABLE `spaces` ADD `trashed_at` integer;--> statement-breakpoint
CREATE INDEX `spaces_in_trash` ON `spaces` (`trashed_at`) WHERE trashed_at is not null;--> statement-breakpoint
ALTER TABLE `sessions` ADD `kind` text DEFAULT 'web' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `place` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `refresh_hash` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `refresh_number` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `refresh_rotated_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `refresh_expires_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `email` text;--> statement-breakpoint
ALTER TABLE `users` ADD `email_folded` text;--> statement-breakpoint
ALTER TABLE `users` ADD `updated_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `disabled_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_secret` text;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_used_step` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `users_by_email` ON `users` (`email_folded`);--> statement-breakpoint
CREATE INDEX `users_by_age` ON `users` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `users_deleted` ON `users` (`deleted_at`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX `files_by_creator` ON `files` (`created_by`);--> statement-breakpoint
CREATE INDEX `uploads_by_space` ON `uploads` (`space_id`);--> statement-breakpoint
CREATE INDEX `uploads_by_quota_user` ON `uploads` (`quota_user_id`,`state`);--> statement-breakpoint
INSERT INTO `quota_checks` (`user_id`, `checked_at`, `drift_bytes`) SELECT `id`, 0, 0 FROM `users`;
