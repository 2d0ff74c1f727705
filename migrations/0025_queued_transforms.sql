CREATE TABLE `queued_transforms` (
	`job_id` text PRIMARY KEY NOT NULL,
	`file_id` text NOT NULL,
	`hash` text NOT NULL,
	`recipe` text NOT NULL,
	`overlays` text NOT NULL,
	`query` text NOT NULL,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `queued_transforms_by_hash` ON `queued_transforms` (`file_id`,`hash`);