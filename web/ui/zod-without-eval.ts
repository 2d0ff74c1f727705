import { z } from 'zod'

// The page's policy forbids making code at run time; without this zod would try, at its first schema.
// So this is the first import of the app.
z.config({ jitless: true })
