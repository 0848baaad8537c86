import type { CSSProperties, ReactElement } from "react";

export interface Ready { article?: string; count: number }
export interface Posted { id: number; status: string }
export interface Failed { code: string; status: number }

interface Shared {
  article?: string;
  url?: string;
  lang?: string;
  id?: string;
  className?: string;
  style?: CSSProperties;
  theme?: "light" | "dark" | "auto";
  onReady?: (detail: Ready, event: CustomEvent<Ready>) => void;
  onError?: (detail: Failed, event: CustomEvent<Failed>) => void;
}
export interface CommentsProps extends Shared {
  density?: "compact";
  avatars?: "none";
  mode?: "frame";
  token?: string;
  /** Server HTML of the thread, as `threadHtml` gives it. */
  html?: string;
  onPosted?: (detail: Posted, event: CustomEvent<Posted>) => void;
  onToken?: (detail: { code: string }, event: CustomEvent<{ code: string }>) => void;
}
export interface LatestProps extends Omit<Shared, "article" | "url"> { limit?: number }

export function NewsroomScript(props: { server: string; site: string; nonce?: string; debug?: boolean }): ReactElement;
export function Comments(props: CommentsProps): ReactElement;
export function Navigation(props: Shared): ReactElement;
export function Related(props: Shared): ReactElement;
export function Section(props: Shared): ReactElement;
export function Latest(props: LatestProps): ReactElement;
export function Count(props: { article: string; href: string; className?: string }): ReactElement;
export function threadHtml(
  of: { server: string; site: string; article?: string; url?: string; seconds?: number } & RequestInit,
): Promise<string>;
