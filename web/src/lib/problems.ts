import type { Said } from "./words";

/** One problem, told so that somebody can act on it. */
export interface Problem {
  what: Said;
  where: string;
  why?: Said | null;
  todo: Said;
}

/** Everything that can go wrong between the page and the server. `status` 0: the server was not reached. */
export class Failure extends Error {
  override name = "Failure";
  constructor(
    readonly status: number,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((problem) => problem.what.en).join("; "));
  }
}

/** A refusal that trying again cannot change: what was sent is wrong, forbidden or out of date. */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}

/** Whether to show a failure in place of what was read before. What is shown stays while the server is not reached. */
export function isLost(error: unknown, shown: unknown): boolean {
  return error !== null && (shown === undefined || isFinal(asFailure(error).status));
}

export const UNREACHED: Problem = {
  what: { zh: "连不上服务器", en: "The server cannot be reached" },
  where: "",
  todo: {
    zh: "检查网络；已填的表单保存在本机，恢复后会自动发送",
    en: "Check the network. Filled forms are kept on this device and sent when it is back",
  },
};

/** Browsers have no name of their own for "not reached": each says it in its words. */
const UNREACHED_SAYS = /fetch|network|load failed|imported? module|importing a module/i;

const UNEXPECTED: Problem = {
  what: { zh: "服务器没有正常回答", en: "The server gave no proper answer" },
  where: "",
  todo: { zh: "稍后再试；仍然不行请告诉系统管理员", en: "Try again later; if it stays, tell the system administrator" },
};

/** The answer's own problems, or one that says that it had none. */
export async function failureOf(answer: Response): Promise<Failure> {
  try {
    const body: unknown = await answer.clone().json();
    if (hasProblems(body)) return new Failure(answer.status, body.problems);
  } catch {
    // not JSON
  }
  return new Failure(answer.status, [{ ...UNEXPECTED, where: `HTTP ${answer.status}` }]);
}

/** Whatever was thrown, as a failure that can be shown. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof TypeError && UNREACHED_SAYS.test(thrown.message)) return new Failure(0, [UNREACHED]);
  return new Failure(0, [{ ...UNEXPECTED, where: thrown instanceof Error ? thrown.message : String(thrown) }]);
}

function hasProblems(body: unknown): body is { problems: Problem[] } {
  return typeof body === "object" && body !== null && "problems" in body
    && Array.isArray(body.problems) && body.problems.length > 0;
}
