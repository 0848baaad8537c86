// The one script of a page, served as /embed/v1.js: a classic script, so that one tag with
// `async` and a nonce is all a publisher pastes. It loads nothing else until it is needed.
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript || document.querySelector("script[data-site][src]")
  );
  if (!script) return;
  const { site, debug } = script.dataset;
  // The server puts the folder of its current files here: they may then be kept for ever.
  const base = new URL("./", script.src).href;
  const api = new URL("../api/v1/", script.src).href;

  const known = /** @type {any} */ (customElements.get("newsroom-comments"));
  const fault = !site ? "no_site" : known && (known.site === site ? "twice" : "two_sites");
  if (debug !== undefined || /[?&]newsroom-debug\b/.test(location.search)) {
    /** @type {SecurityPolicyViolationEvent[]} */
    const blocked = [];
    addEventListener("securitypolicyviolation", (event) => blocked.push(event));
    import(`${base}debug.js`).then(
      (file) => file.examine({ script, site, api, base, fault, blocked, serves: known?.site }),
      (error) => console.error("Newsroom: debug.js did not load.", error, blocked),
    );
  }
  if (!site) return console.error("Newsroom: the script tag needs data-site.");
  if (known) {
    // Two sites would share element names and post readers' words to the wrong one.
    if (known.site !== site) console.error(`Newsroom: this page already serves "${known.site}".`);
    return;
  }
  const path = `${api}sites/${encodeURIComponent(site)}/`;
  const parsed = new Promise((resolve) =>
    document.readyState === "loading"
      ? addEventListener("DOMContentLoaded", resolve, { once: true })
      : resolve(0),
  );

  /** @type {Map<string, Promise<Response>>} */
  const answers = new Map();
  /** @type {import("./contract").Context} */
  const context = {
    base,
    api,
    site,
    key(element) {
      const article = element.getAttribute("article");
      if (article) return `article=${encodeURIComponent(article)}`;
      const canonical = /** @type {HTMLLinkElement | null} */ (
        document.querySelector("link[rel=canonical]")
      );
      const url = element.getAttribute("url") || canonical?.href || location.href;
      return `url=${encodeURIComponent(url.split("#")[0])}`;
    },
    first(key, fresh) {
      const kind = document.querySelector("newsroom-comments") ? "page" : "navigation";
      const known = answers.get(key);
      if (known && !fresh) return known;
      // The answer of a moment ago may sit in the browser's cache with a form token that has
      // run out, and asking with its ETag would bring the same one back.
      const among = document.querySelector("newsroom-navigation:is([within=section],[within=site])");
      const within = among ? `&within=${among.getAttribute("within")}` : "";
      const asked = fetch(`${path}${kind}?${key}${within}`, {
        credentials: "omit",
        cache: fresh ? "reload" : "default",
        signal: AbortSignal.timeout(15000),
      });
      answers.set(key, asked);
      return asked;
    },
  };

  // As wide in pixels as navigation.css asks for columns.
  const NARROW = 544;
  const observer = new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && begin(entry.target)),
    { rootMargin: "600px" },
  );

  /** @param {any} element */
  const begin = (element) => {
    observer.unobserve(element);
    element.begin();
  };

  // A link to one comment is a wish to see it, however far down it is.
  const wanted = () => location.hash.startsWith("#comment");
  addEventListener(
    "hashchange",
    () => wanted() && document.querySelectorAll("newsroom-comments").forEach(begin),
  );

  /**
   * @param {string} name @param {() => string} file
   * @param {string} wide room to keep, and in a narrow column, where cards stand one below another
   */
  const define = (name, file, wide, narrow = wide) =>
    customElements.define(
      `newsroom-${name}`,
      class extends HTMLElement {
        static site = site;
        static observedAttributes = ["article", "url", "lang"];
        /** @type {AbortController | undefined} */
        life;

        connectedCallback() {
          parsed.then(() => {
            if (!this.isConnected || this.life) return;
            this.style.display ||= "block";
            // Room is kept where no server HTML holds it, and below the window, so that nothing
            // that somebody sees jumps.
            const { top, width } = this.getBoundingClientRect();
            if (!this.childElementCount || top > innerHeight)
              this.style.minHeight = width < NARROW ? narrow : wide;
            if (name === "comments" && wanted()) begin(this);
            else observer.observe(this);
          });
        }

        disconnectedCallback() {
          observer.unobserve(this);
          this.life?.abort();
          this.life = undefined;
        }

        attributeChangedCallback() {
          if (!this.life) return;
          this.disconnectedCallback();
          this.connectedCallback();
        }

        async begin() {
          if (this.life) return;
          this.life = new AbortController();
          if (name !== "latest") context.first(context.key(this)).catch(() => {});
          try {
            const framed = this.getAttribute("mode") === "frame";
            const view = await import(base + (framed ? "frame.js" : file()));
            await view.mount(this, context, this.life.signal);
          } catch (error) {
            const detail = { code: "load_failed", error };
            this.dispatchEvent(
              new CustomEvent("newsroom:error", { bubbles: true, composed: true, detail }),
            );
          }
          this.style.minHeight = "";
        }
      },
    );

  // Beside a conversation the links onward share its code; alone they come in one file.
  const onward = () =>
    document.querySelector("newsroom-comments") ? "navigation.js" : "onward.js";
  define("comments", () => "comments.js", "100vh");
  define("navigation", onward, "5rem", "14rem");
  define("related", onward, "18rem", "59rem");
  define("section", onward, "12rem", "40rem");
  define("latest", () => "latest.js", "12rem");

  parsed.then(async () => {
    const links = document.querySelectorAll("a[data-newsroom-count]");
    if (links.length) (await import(`${base}counts.js`)).fill(links, path, base);
  });
})();
