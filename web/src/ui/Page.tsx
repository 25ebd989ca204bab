import { useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import { useWords } from "../lib/words";
import { words } from "./words";
import "./Page.css";

export interface Crumb {
  title: string;
  to: string;
}

interface Props {
  title: string;
  /** The pages above this one, from the outside in. */
  trail?: readonly Crumb[];
  /** One line under the title: what this page is for. */
  lead?: ReactNode;
  /** Buttons beside the title; the main one last. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: its title (also the window's), its place, its actions. */
export function Page({ title, trail = [], lead, actions, children }: Props): ReactNode {
  const t = useWords(words);
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title, t]);
  return (
    <div className="page">
      {trail.length > 0 && (
        <nav aria-label={t.breadcrumb} className="page-trail small">
          <ol>
            {trail.map((crumb) => <li key={crumb.to}><Link to={crumb.to}>{crumb.title}</Link></li>)}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="page-lead quiet">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page on its own ground. */
export function Card({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className="card">
      {title && <header className="card-head"><h2>{title}</h2>{actions}</header>}
      <div className="card-body">{children}</div>
    </section>
  );
}

const LONG = 24;
const WIDE = /[\u2e80-\uffef]/g;

/** How many letters wide it is: a Chinese character takes the place of two. */
function width(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

/** Names with their values, as on a form that was filled in. Whole sentences have a line of their own. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(([label, value]) => <div key={label} data-long={typeof value === "string" && width(value) > LONG ? "" : undefined}><dt>{label}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}
