// Requests to the server that gave this page: a line of JSON, then the bytes of the file.

export class Failure extends Error {
  /** `detail`: more on it, by language. */
  constructor(code, detail = {}) {
    super(detail.en ?? code);
    this.code = code;
    this.detail = detail;
  }
}

async function send(address, head, file, signal) {
  const body = new Blob([`${JSON.stringify(head)}\n`, ...(file ? [file] : [])]);
  let response;
  try {
    response = await fetch(address, { method: "POST", body, signal, headers: { "Content-Type": "application/octet-stream" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("unreachable");
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Failure(told.error ?? "internal", told.detail);
}

export async function load() {
  const response = await fetch("data");
  if (!response.ok) throw new Failure("unreachable");
  return response.json();
}

/** Lints a file; `onProgress` is told of each step. */
export async function lintFile(head, file, onProgress, signal) {
  const response = await send("lint", head, file, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const pieces = [];
  let last;
  const take = (line) => {
    if (!line) return;
    const item = JSON.parse(line);
    if ("progress" in item) onProgress(item);
    else last = item;
  };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = value.split("\n");
    pieces.push(lines.shift());
    for (const line of lines) {
      take(pieces.join(""));
      pieces.length = 0;
      pieces.push(line);
    }
  }
  take(pieces.join(""));
  if (!last) throw new Failure("unreachable");
  if (last.error) throw new Failure(last.error, last.detail);
  return last;
}

export async function lintListing(head, signal) {
  return (await send("listing", head, null, signal)).json();
}

export async function download(kind, head, file) {
  return (await send(`download/${kind}`, head, file)).blob();
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
