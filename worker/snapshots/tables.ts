/**
 * What a snapshot keeps, children before the rows that they refer to: what a row refers to was there
 * when it was read, and is read after it.
 */
export const keptTables = [
  ...[
    'saved_searches',
    'favorites',
    'comments',
    'hearts',
    'album_files',
    'file_tags',
    'removed_tags',
    'file_metadata',
    'file_texts',
    'file_captions',
  ],
  ...['consents', 'erasures'],
  ...['indexed_files', 'findings', 'embeddings', 'public_files', 'duplicate_members'],
  ...['duplicate_claims', 'share_files', 'shares', 'drops', 'file_edits'],
  ...['duplicate_groups', 'tiered_originals', 'files', 'copies', 'originals', 'grants'],
  ...['copy_policies', 'folders', 'tag_aliases'],
  ...['label_sets', 'transform_presets', 'webhooks', 'api_keys', 'audit'],
  ...['members', 'access_requests', 'invites', 'passkeys', 'recovery_codes', 'disks'],
  ...['home_nodes', 'spaces', 'users'],
] as const
export type KeptTable = (typeof keptTables)[number]

/** Triggers make these out of the kept ones, when those are written again. */
export const derivedTables = [
  ...['timeline_months', 'image_counts', 'tag_counts', 'tagged_files', 'copy_patterns'],
  ...['search_documents', 'search_words', 'index_counts', 'vector_files'],
  ...['vector_spaces', 'located_files', 'map_cells', 'duplicate_bands', 'duplicate_queue'],
  'activity',
] as const

/** Work under way, what ends by itself, and what is made again from originals. */
export const passingTables = [
  ...['sessions', 'password_resets', 'passkey_challenges', 'rate_limit_hits', 'jobs', 'uploads'],
  ...['quota_checks', 'webhook_events', 'webhook_deliveries', 'changes', 'renditions'],
  // Faces are in no snapshot: whoever is erased must not come back from a disk.
  ...['examples', 'subjects', 'organizations'],
  'faced_files',
  ...[
    'transforms',
    'queued_transforms',
    'label_queue',
    'label_runs',
    'label_vectors',
    'text_vectors',
    'wanted_index',
    'home_waits',
    'dropped_files',
    'edge_calls',
  ],
  ...['restores', 'drills'],
  // What lies on a canvas is known by its room alone, which is in no snapshot: an export is its copy.
  'canvases',
  // Pictures that nobody kept lie in R2 alone; what was kept is a file.
  ...['generation_favorites', 'generations', 'studio_spending'],
  // Faces of the library are in no snapshot either; they are found again in the pictures.
  ...['faces', 'people', 'people_apart', 'people_spaces'],
] as const
