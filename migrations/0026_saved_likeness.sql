ALTER TABLE `saved_searches` ADD `like_file_id` text REFERENCES `files`(`id`) ON DELETE cascade;--> statement-breakpoint
CREATE INDEX `saved_searches_by_like` ON `saved_searches` (`like_file_id`);