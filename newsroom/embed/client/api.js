// Requests to the JSON API, and whatever fails in them as one kind of value to catch.

/** What went wrong, by the server's stable code; "unreachable" where no answer came at all. */
export class Problem {
  /** @param {number} status @param {any} [body] @param {number} [retryAfter] seconds */
  constructor(status, body, retryAfter = 0) {
    this.text = body?.detail || body?.title;
    /** @type {string} */
    this.code = body?.code || (status ? "unavailable" : "unreachable");
    this.status = status;
    this.retryAfter = retryAfter;
    /** @type {Record<string, import("./contract").Coded[]>} */
    this.fields = body?.fields || {};
  }
}

/** @param {unknown} error @returns {Problem} anything unforeseen counts as unreachable */
export const asProblem = (error) => (error instanceof Problem ? error : new Problem(0));

/** @param {Promise<Response>} asked @returns {Promise<any>} */
async function answer(asked) {
  const response = await asked.catch(() => Promise.reject(new Problem(0)));
  // The first answer is shared by several elements: each reads its own copy.
  const body = await response.clone().json().catch(() => null);
  if (response.ok) return body;
  throw new Problem(response.status, body, Number(response.headers.get("Retry-After")));
}

/** Names one try to post. Works where an http page has no crypto.randomUUID. */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

export class Api {
  /** @param {import("./contract").Context} context @param {string} key */
  constructor(context, key) {
    this.context = context;
    this.key = key;
    this.path = `sites/${encodeURIComponent(context.site)}/comments`;
  }

  /** @param {boolean} [fresh] past every cache @returns {Promise<any>} */
  first(fresh) {
    return answer(this.context.first(this.key, fresh));
  }

  /**
   * @param {string} path @param {string} [method] @param {object} [body]
   * @param {Record<string, string>} [headers] @returns {Promise<any>}
   */
  ask(path, method = "GET", body, headers) {
    return answer(
      fetch(this.context.api + path, {
        method,
        credentials: "omit",
        signal: AbortSignal.timeout(20000),
        headers: body && { "Content-Type": "application/json", ...headers },
        body: body && JSON.stringify(body),
      }),
    );
  }

  /**
   * @param {Record<string, string | number | undefined>} query
   * @returns {Promise<import("./contract").CommentPage>}
   */
  comments(query) {
    const given = Object.entries(query).filter(([, value]) => value);
    return this.ask(`${this.path}?${this.key}&${new URLSearchParams(/** @type {any} */ (given))}`);
  }

  /**
   * @param {object} values @param {string} key kept until it succeeds
   * @returns {Promise<import("./contract").OwnAnswer>}
   */
  post(values, key) {
    const article = Object.fromEntries(new URLSearchParams(this.key));
    return this.ask(this.path, "POST", { ...article, ...values }, { "Idempotency-Key": key });
  }

  /**
   * The guest's own comment, in any state.
   * @param {number | string} id @param {string} receipt
   * @param {"GET" | "PATCH" | "DELETE"} [method] @param {object} [body]
   * @returns {Promise<import("./contract").OwnAnswer>}
   */
  own(id, receipt, method, body) {
    return this.ask(`comments/${id}?receipt=${encodeURIComponent(receipt)}`, method, body);
  }
}
