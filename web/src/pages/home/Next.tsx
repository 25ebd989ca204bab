import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Score } from "../findings/Score";
import { Due } from "../orders/Due";
import { words } from "../words";

const FEW = 6;

/** The tasks of one's departments that are due first; nothing where none waits. */
export function MostUrgentTasks(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data } = api.useQuery("get", "/api/orders/tasks", { params: { query: { whose: "department", limit: FEW } } });
  if (!data?.rows.length) return null;
  return (
    <Card title={t.urgentTasks} actions={<Link to="/tasks">{t.all}</Link>}>
      <ul className="home-list">
        {data.rows.map((task) => (
          <li key={task.id}>
            <div><Link to={`/orders/${task.number}`}>{task.title}</Link><div className="quiet small">{say(task.step)} · {task.handler ?? t.unclaimed}</div></div>
            <Due due={task.due} overdue={task.overdue} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The new findings that are most probably true; nothing where there is none. */
export function LikeliestFindings(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data } = api.useQuery("get", "/api/findings", { params: { query: { state: ["new"], limit: FEW } } });
  if (!data?.rows.length) return null;
  return (
    <Card title={t.likeliest} actions={<Link to="/findings">{t.all}</Link>}>
      <ul className="home-list">
        {data.rows.map((finding) => (
          <li key={finding.finding}>
            <div><Link to={`/findings/${finding.finding}`}>{finding.reason ?? say(finding.title)}</Link><div className="quiet small">{say(finding.title)} {finding.region_name}</div></div>
            <Score value={finding.score} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
