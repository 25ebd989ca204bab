import type { ReactNode } from "react";
import { useUser } from "../../api/session";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty } from "../../ui/States";
import { words } from "../words";

/** Where one arrives. */
export default function HomePage(): ReactNode {
  const t = useWords(words);
  const user = useUser();
  return (
    <Page title={t.home(user.name)} lead={t.homeLead}>
      <Card title={t.posts}>
        {user.posts.length === 0 && <Empty>{t.noPosts}</Empty>}
        <ul>{user.posts.map((post) => <li key={`${post.department} ${post.role}`}>{post.department} · {post.role}</li>)}</ul>
      </Card>
    </Page>
  );
}
