CREATE INDEX `jobs_failed` ON `jobs` (`finished_at`,`id`) WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX `users_by_use` ON `users` (`used_bytes`) WHERE deleted_at is null;