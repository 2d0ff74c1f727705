/** The peer of our upload: a Worker that puts each body into R2 and does nothing else. */
export default {
  async fetch(request: Request, env: { BUCKET: R2Bucket }): Promise<Response> {
    await env.BUCKET.put(new URL(request.url).pathname.slice(1), request.body)
    return new Response(null, { status: 201 })
  },
}
