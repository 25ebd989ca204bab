import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";
import { Due } from "../orders/Due";
import { OrderState } from "../orders/OrderState";

/** How far the order about a broken rule has come; a way to it for who may see it. */
export function MendingOrder({ order }: { order: Shape["MendingOut"] }): ReactNode {
  const live = order.state === "open" || order.state === "suspended";
  return (
    <>
      <OrderState state={order.state} /> {order.number && <Link className="number" to={`/orders/${order.number}`}>{order.number}</Link>}
      {live && <> <Due due={order.due} overdue={order.overdue} /></>}
    </>
  );
}
