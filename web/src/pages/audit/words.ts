import type { Same } from "../../lib/words";

const zh = {
  person: "谁看过此人的数据",
  personLead: "写明谁申请、依据什么。身份证号只用来查找，不留存；这次查询本身记入审计链。",
  idNumber: "身份证号",
  reason: "缘由",
  need: "请填写",
  look: "查找",
  print: "打印",
  statement: "个人数据查阅说明",
  at: "时间",
  by: "查阅人",
  purpose: "用途",
  act: "做了什么",
  what: "对什么",
  exported: "导出",
  none: "没有记录显示有人看过此人的数据",
  told: (findings: number, others: number, since: string) => `涉及此人的疑点 ${String(findings)} 个。自 ${since} 起，另有 ${String(others)} 次查阅没有指名任何人（统计、整表），可能含此人，不列在此。`,
  madeAt: (when: string) => `${when} 由审计管理员查得`,
  matrix: "权限矩阵",
};

const en: Same<typeof zh> = {
  person: "Who looked at this person's data",
  personLead: "Say who asked, and on which ground. The number is only looked for, not kept; that you asked is recorded.",
  idNumber: "Id number",
  reason: "Reason",
  need: "Fill this in",
  look: "Look",
  print: "Print",
  statement: "Statement: who looked at your data",
  at: "When",
  by: "Who",
  purpose: "Purpose",
  act: "Did what",
  what: "To what",
  exported: "taken out",
  none: "No record shows that anybody looked at this person's data",
  told: (findings, others, since) => `${String(findings)} findings concern this person. Since ${since} there were ${String(others)} other readings that named nobody (statistics, whole tables): they may hold this person and are not listed.`,
  madeAt: (when) => `Found by the audit administrator on ${when}`,
  matrix: "Permission matrix",
};

export const words = { zh, en };
