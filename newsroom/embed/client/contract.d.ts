// The shapes that cross the wire and the few that cross modules. Types only: never served.

export interface Section { slug: string; name: string }
export interface Picture {
  url: string; caption?: string; credit?: string; width?: number | null; height?: number | null;
}
export interface NavigationItem {
  id: string; url: string; title: string; section: Section | null; image: Picture | null;
  published_at: string; comment_count: number; why: string[];
}
export interface Navigation {
  previous: NavigationItem | null; next: NavigationItem | null; related: NavigationItem[];
  section?: Section | null; more_in_section: NavigationItem[];
}
export interface Author { name: string; website?: string; badge?: string; avatar?: string }
export interface Comment {
  id: number; parent: number | null; depth: number; author: Author | null; html: string;
  created_at: string; edited_at?: string | null; status?: string; removed?: boolean;
  score?: number; votes?: number; reactions?: Record<string, number>; reply_count?: number;
  replies?: Comment[]; has_more?: boolean; pinned?: boolean; picked?: boolean;
  in_reply_to?: { id: number; name: string };
}
export interface Thread {
  id: number | string; version: number; count: number; status: string; mode?: string;
  closes_at?: string | null; refusal?: Coded | null; note?: string | null;
}
export interface CommentPage { thread: Thread; results: Comment[]; next: string | null }
export interface FieldRule { required?: boolean; shown?: boolean; max?: number }
export interface Config {
  language: string; fields: Record<string, FieldRule>; sorts: string[]; sort: string;
  edit_window_seconds: number; reply_depth: number; policy: string; form: string;
  subscribe?: string[]; reactions?: string[];
  /** Where the server tells of changes, from the API's root on. */
  live?: string;
}
export interface Article {
  id: string; url: string; title: string; section: Section | null; published_at: string;
  language: string;
}
export interface Page {
  article: Article; config: Config; navigation: Navigation;
  thread: Thread & { results: Comment[]; next: string | null };
}
export interface Coded { code: string; text: string }
export interface OwnAnswer {
  id: number; status: string; reason?: Coded | null; receipt: string; receipt_url?: string;
  editable_until?: string | null; body?: string; comment: Comment;
  suggestion?: string; proof?: string;
}
export interface Values {
  name?: string; email?: string; website?: string; body: string; subscribe?: string; proof?: string;
  mentions?: number[];
}

export interface Latest {
  language: string;
  results: {
    id: number; author: Author; excerpt: string; created_at: string; url: string;
    article: { id: string; url: string; title: string };
  }[];
}

/** What the loader hands to a view. */
export interface Context {
  /** Folder of the client's files, with a slash at its end. */
  base: string;
  /** Root of the API, with a slash at its end. */
  api: string;
  site: string;
  /** `article=…` or `url=…`, encoded. */
  key(element: HTMLElement): string;
  /** The first request of an article, shared by all elements; `fresh` asks again. */
  first(key: string, fresh?: boolean): Promise<Response>;
}

export type Translate = (key: string, values?: Record<string, string | number>) => string;
export interface Words {
  language: string; direction: "ltr" | "rtl"; t: Translate;
  number(value: number): string;
  has(key: string): boolean;
  /** Fetches the words of what only some readers do; they are asked for as the others are. */
  more(): Promise<object>;
  ago(iso: string): string; exact(iso: string): string;
}
