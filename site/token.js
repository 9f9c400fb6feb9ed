// The token that the API may want, which the page then carries. It holds for five minutes; a new one
// comes with the page when that is asked for once more.

const kName = 'user-listens-token';

let token = document.querySelector(`meta[name="${kName}"]`)?.getAttribute('content') ?? '';

/**
 * As fetch, with the token, and with a new one where that is too old.
 * @param {string} address of the API
 * @param {RequestInit} how
 */
export async function fetchWithToken(address, how) {
  const response = await fetchOnce(address, how);
  if (response.status !== 401) return response;
  const page = await fetch(location.href, { ...how, cache: 'no-store' });
  token = (await page.text()).match(`"${kName}" content="([^"]+)"`)?.[1] ?? '';
  return fetchOnce(address, how);
}

/** @param {string} address @param {RequestInit} how */
function fetchOnce(address, how) {
  return fetch(address, token ? { ...how, headers: { 'x-internal-token': token } } : how);
}
