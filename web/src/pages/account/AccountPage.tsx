import type { ReactNode } from "react";
import { useUser } from "../../api/session";
import { useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { PasswordForm } from "../../views/login/PasswordForm";
import { words } from "../words";
import { SecondFactor } from "./SecondFactor";
import { Sessions } from "./Sessions";

/** Who one is here: posts, password, second factor, devices. */
export default function AccountPage(): ReactNode {
  const t = useWords(words);
  const user = useUser();
  return (
    <Page title={t.account}>
      <Card>
        <Facts facts={[
          [t.name, user.name],
          [t.login, user.login],
          [t.posts, user.posts.length === 0 ? t.noPosts : <ul key="posts">{user.posts.map((post) => <li key={`${post.department} ${post.role}`}>{post.department} · {post.role}</li>)}</ul>],
        ]}
        />
      </Card>
      <Card title={t.password}>
        <p className="quiet">{t.passwordLead}</p>
        <div className="narrow"><PasswordForm /></div>
      </Card>
      <Card title={t.secondFactor}><SecondFactor /></Card>
      <Card title={t.sessions}><Sessions /></Card>
    </Page>
  );
}
