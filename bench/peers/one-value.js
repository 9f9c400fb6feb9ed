// Answers as KV does, over the protocol by which workerd asks it, and always with the same value.

export default {
  /** @param {Request} _request @param {{VALUE: string, METADATA: string}} env */
  fetch: (_request, { VALUE, METADATA }) =>
    new Response(VALUE, { headers: { 'CF-KV-Metadata': METADATA } }),
};
