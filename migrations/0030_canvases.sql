CREATE TABLE `canvases` (
	`id` text PRIMARY KEY NOT NULL,
	`space_id` text NOT NULL,
	`name` text NOT NULL,
	`tile_count` integer DEFAULT 0 NOT NULL,
	`covers` text DEFAULT '[]' NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`trashed_at` integer,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `canvases_by_change` ON `canvases` (`space_id`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `canvases_by_creator` ON `canvases` (`created_by`);--> statement-breakpoint
CREATE INDEX `canvases_in_trash` ON `canvases` (`trashed_at`) WHERE trashed_at is not null;