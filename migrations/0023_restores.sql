CREATE TABLE `drills` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`disk` text NOT NULL,
	`snapshot_at` integer NOT NULL,
	`at` integer NOT NULL,
	`took_ms` integer NOT NULL,
	`rows` integer NOT NULL,
	`originals` integer NOT NULL,
	`wrong` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `drills_by_time` ON `drills` (`at`);--> statement-breakpoint
CREATE TABLE `restores` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`disk_id` text NOT NULL,
	`snapshot_at` integer NOT NULL,
	`begun_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `restores_by_end` ON `restores` (`ended_at`);