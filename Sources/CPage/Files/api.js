// The one way to the service: every answer is JSON, every failure a `Problem` with a stable reason.

import { pause } from "./dom.js";

const base = "/api/v1";
let csrfToken = null;
let onUnauthorized = () => {};

/** What the service refused, and why. */
export class Problem extends Error {
  constructor({ status = 0, reason = "unreachable", detail = "", advice = [], retryAfter = 1 }) {
    super(detail || reason);
    Object.assign(this, { status, reason, detail, advice, retryAfter });
  }
}

/** Remembers the token that every change has to carry. */
export function useToken(token) { csrfToken = token; }

/** Calls `action` whenever a session has ended. */
export function whenUnauthorized(action) { onUnauthorized = action; }

/** An address of the service, with what of `query` is there. */
export function address(path, query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(pairs).toString();
  return base + path + (text ? "?" + text : "");
}

/**
 * Asks, and returns the answer's JSON, or null if it has none.
 *
 * `json` or `body` is sent; with `isPatient`, a full queue is waited for as long as it says, some times over.
 */
export async function ask(method, path, { query, json, body, type, signal, isPatient = false } = {}) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await askOnce(method, path, { query, json, body, type, signal });
    } catch (problem) {
      if (!isPatient || problem.status !== 429 || attempt === 5) throw problem;
      await pause(1000 * Math.min(problem.retryAfter, 30), signal);
    }
  }
}

async function askOnce(method, path, { query, json, body, type, signal }) {
  const headers = { Accept: "application/json" };
  if (method !== "GET" && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  else if (type) headers["Content-Type"] = type;
  let answer;
  try {
    answer = await fetch(address(path, query), {
      method, headers, signal, credentials: "same-origin", body: json === undefined ? body : JSON.stringify(json),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({});
  }
  if (answer.ok) {
    const text = answer.status === 204 ? "" : await answer.text();
    return text === "" ? null : JSON.parse(text);
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401 && path !== "/session") onUnauthorized();
  throw new Problem({
    status: answer.status,
    reason: said.reason ?? (answer.status === 401 ? "unauthorized" : "unavailable"),
    detail: said.detail ?? answer.statusText,
    advice: said.advice ?? [],
    retryAfter: Number(answer.headers.get("Retry-After")) || 1,
  });
}

/** Sends a photo as it is: the very bytes tell the gallery whether it has them already. */
export function sendPhoto(path, photo, options = {}) {
  const query = { ...options.query };
  if (query.photo) query.photo = query.photo.slice(-200);      // the end tells files of one camera apart
  return ask("POST", path, { ...options, query, body: photo, type: photo.type || "application/octet-stream" });
}

/** Yields a job's states until it has ended: as they are pushed, or by asking if they are not. */
export async function* followJob(id, signal) {
  try {
    const answer = await fetch(address(`/jobs/${id}/events`), { signal, headers: { Accept: "text/event-stream" } });
    if (!answer.ok) throw new Problem({ status: answer.status });
    let rest = "";
    for (const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split(/\r?\n/);
      rest = lines.pop();
      for (const line of lines.filter((line) => line.startsWith("data:"))) {
        const job = JSON.parse(line.slice(5));
        yield job;
        if (hasEnded(job)) return;
      }
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
  }
  for (;;) {
    const job = await ask("GET", `/jobs/${id}`, { signal });
    yield job;
    if (hasEnded(job)) return;
    await pause(1000, signal);
  }
}

function hasEnded(job) { return ["done", "failed", "cancelled"].includes(job.state); }
