CREATE TABLE `transform_presets` (
	`space_id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`space_id`, `name`),
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `transforms` (
	`file_id` text NOT NULL,
	`hash` text NOT NULL,
	`recipe` text NOT NULL,
	`storage_key` text NOT NULL,
	`format` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`file_id`, `hash`),
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `transforms_by_age` ON `transforms` (`file_id`,`created_at`,`hash`);