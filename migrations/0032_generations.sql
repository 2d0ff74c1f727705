CREATE TABLE `generation_favorites` (
	`user_id` text NOT NULL,
	`generation_id` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `generation_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`generation_id`) REFERENCES `generations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `generation_favorites_by_time` ON `generation_favorites` (`user_id`,`added_at`,`generation_id`);--> statement-breakpoint
CREATE INDEX `generation_favorites_by_generation` ON `generation_favorites` (`generation_id`);--> statement-breakpoint
CREATE TABLE `generations` (
	`id` text PRIMARY KEY NOT NULL,
	`canvas_id` text NOT NULL,
	`tile_id` text NOT NULL,
	`space_id` text NOT NULL,
	`user_id` text NOT NULL,
	`stage` text NOT NULL,
	`state` text NOT NULL,
	`prompt` text NOT NULL,
	`has_mask` integer NOT NULL,
	`ticket` text,
	`reason` text,
	`day` integer NOT NULL,
	`reserved_micros` integer NOT NULL,
	`cost_micros` integer DEFAULT 0 NOT NULL,
	`mime_type` text,
	`width` integer,
	`height` integer,
	`file_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`space_id`) REFERENCES `spaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `generations_by_canvas` ON `generations` (`canvas_id`,`id`);--> statement-breakpoint
CREATE INDEX `generations_by_tile` ON `generations` (`canvas_id`,`tile_id`,`id`);--> statement-breakpoint
CREATE INDEX `generations_open_by_canvas` ON `generations` (`canvas_id`,`state`,`id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `generations_open_by_user` ON `generations` (`user_id`,`state`,`id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `generations_open_by_age` ON `generations` (`created_at`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `generations_by_expiry` ON `generations` (`expires_at`);--> statement-breakpoint
CREATE INDEX `generations_by_file` ON `generations` (`file_id`);--> statement-breakpoint
CREATE INDEX `generations_by_space` ON `generations` (`space_id`);--> statement-breakpoint
CREATE TABLE `studio_spending` (
	`user_id` text NOT NULL,
	`day` integer NOT NULL,
	`spent_micros` integer NOT NULL,
	`reserved_micros` integer NOT NULL,
	PRIMARY KEY(`user_id`, `day`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE TRIGGER generations_reserve AFTER INSERT ON generations WHEN NEW.reserved_micros > 0
BEGIN
  INSERT INTO studio_spending (user_id, day, spent_micros, reserved_micros)
    VALUES (NEW.user_id, NEW.day, 0, NEW.reserved_micros)
    ON CONFLICT (user_id, day) DO UPDATE SET reserved_micros = reserved_micros + NEW.reserved_micros;
END;
--> statement-breakpoint
CREATE TRIGGER generations_settle AFTER UPDATE OF reserved_micros, cost_micros ON generations
WHEN NEW.reserved_micros <> OLD.reserved_micros OR NEW.cost_micros <> OLD.cost_micros
BEGIN
  INSERT INTO studio_spending (user_id, day, spent_micros, reserved_micros)
    VALUES (NEW.user_id, NEW.day, NEW.cost_micros - OLD.cost_micros, NEW.reserved_micros - OLD.reserved_micros)
    ON CONFLICT (user_id, day) DO UPDATE SET
      spent_micros = spent_micros + NEW.cost_micros - OLD.cost_micros,
      reserved_micros = reserved_micros + NEW.reserved_micros - OLD.reserved_micros;
END;
