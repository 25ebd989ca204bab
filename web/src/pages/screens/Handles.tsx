import { CloseOutlined, DragOutlined, ExpandAltOutlined } from "@ant-design/icons";
import { useRef, type ReactNode } from "react";
import { useWords } from "../../lib/words";
import type { At } from "./arranging";
import { words } from "./words";

interface Props {
  name: string;
  at: At;
  columns: number;
  rows: number;
  /** Where it shall stand. `first`: the hand takes hold of it; `further`: and goes on from there. */
  to: (at: At, held: "first" | "further") => void;
  remove: () => void;
}

const ARROWS: Record<string, readonly [number, number] | undefined> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What a panel is taken hold of by: moved by its middle, sized by its corner; with the arrow keys, too. */
export function Handles({ remove, ...rest }: Props): ReactNode {
  const t = useWords(words);
  return (
    <div className="handles">
      <Grip {...rest} moves />
      <button type="button" className="handle-remove" aria-label={t.remove(rest.name)} title={t.remove(rest.name)} onClick={remove}><CloseOutlined aria-hidden /></button>
      <Grip {...rest} moves={false} />
    </div>
  );
}

function Grip({ name, at, columns, rows, to, moves }: Omit<Props, "remove"> & { moves: boolean }): ReactNode {
  const t = useWords(words);
  const start = useRef<{ x: number; y: number; at: At } | null>(null);
  const shifted = (from: At, across: number, down: number): At => (moves ? [from[0] + across, from[1] + down, from[2], from[3]] : [from[0], from[1], Math.max(1, from[2] + across), Math.max(1, from[3] + down)]);
  return (
    <button
      type="button"
      className={moves ? "handle-move" : "handle-size"}
      aria-label={moves ? t.move(name) : t.size(name)}
      title={t.how}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, y: event.clientY, at };
        to(at, "first");
      }}
      onPointerMove={(event) => {
        const grid = event.currentTarget.closest(".screen")?.getBoundingClientRect();
        if (!start.current || !grid) return;
        const [across, down] = [(event.clientX - start.current.x) / (grid.width / columns), (event.clientY - start.current.y) / (grid.height / rows)];
        to(shifted(start.current.at, Math.round(across), Math.round(down)), "further");
      }}
      onPointerUp={() => { start.current = null; }}
      onPointerCancel={() => { start.current = null; }}
      onKeyDown={(event) => {
        const step = ARROWS[event.key];
        if (!step) return;
        event.preventDefault();
        to(shifted(at, step[0], step[1]), "first");
      }}
    >
      {moves ? <DragOutlined aria-hidden /> : <ExpandAltOutlined aria-hidden />}
    </button>
  );
}
