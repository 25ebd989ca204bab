import { lazy, Suspense, type ReactNode } from "react";
import { useMay, useUser } from "../../api/session";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty } from "../../ui/States";
import { words } from "../words";
import { LikeliestFindings, MostUrgentTasks } from "./Next";
import { Waiting } from "./Waiting";
import "./HomePage.css";

const KeyFigures = lazy(() => import("./KeyFigures"));

/** Where one arrives: how many things wait, the city's key figures, and what comes first. */
export default function HomePage(): ReactNode {
  const t = useWords(words);
  const user = useUser();
  const reads = useMay("findings.read");
  const triages = useMay("findings.triage");
  const handles = useMay("orders.handle");
  const posts = user.posts.map((post) => `${post.department} · ${post.role}`).join(t.comma);
  return (
    <Page title={t.home(user.name)} lead={posts}>
      {!user.administrator && user.posts.length === 0 && <Card title={t.posts}><Empty>{t.noPosts}</Empty></Card>}
      {user.posts.length > 0 && <Waiting />}
      {reads && <Suspense><KeyFigures /></Suspense>}
      {(handles || triages) && (
        <div className="home-next">
          {handles && <MostUrgentTasks />}
          {triages && <LikeliestFindings />}
        </div>
      )}
    </Page>
  );
}
