// Who is asking, and what that role may do.

import { ask, useToken } from "./api.js";

const ranks = { reader: 0, operator: 1, admin: 2 };

/** The caller, or null before anybody logged in. */
export let session = null;

/** Asks who is asking; throws a problem of 401 if nobody is. */
export async function readSession() { return keep(await ask("GET", "/session")); }

/** Trades a key for a cookie. */
export async function logIn(key) { return keep(await ask("POST", "/session", { json: { key } })); }

/** Makes the cookie worthless. */
export async function logOut() {
  await ask("DELETE", "/session");
  keep(null);
}

/** Forgets a session that the service has ended. */
export function forget() { keep(null); }

/** Whether the caller may do what asks for `role`. */
export function may(role) { return session !== null && ranks[session.role] >= ranks[role]; }

function keep(next) {
  session = next;
  useToken(next?.csrfToken ?? null);
  return next;
}
