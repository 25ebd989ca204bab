import type { EChartsCoreOption } from "echarts/core";
import { between } from "../../ui/chart/shade";
import { FONTS, type Colours } from "../../ui/tokens";
import type { Answer, Panel } from "./answers";
import { DEPTH } from "./picked";
import { cells, groups, names, numberOf, read, short, type Read } from "./reading";

export interface Look {
  set: Colours;
  series: readonly string[];
  /** Type size in px. */
  size: number;
  language: "zh" | "en";
  say: (said: { zh: string; en: string }) => string;
}

type Option = EChartsCoreOption;
export const REGIONS = "regions";

/** What ECharts draws of a panel's answers; null for panels that are not drawn by it. */
export function optionOf(panel: Panel, answers: readonly Answer[], look: Look): Option | null {
  const maker = MAKERS[panel.kind];
  const [first] = answers;
  return maker && first ? { ...common(look), ...maker(answers, look, first) } : null;
}

function common({ set, series, size }: Look): Option {
  return {
    color: [...series],
    textStyle: { color: set.inkQuiet, fontSize: size * 0.85, fontFamily: FONTS },
    tooltip: { confine: true, backgroundColor: set.raised, borderColor: set.line, textStyle: { color: set.ink, fontSize: size * 0.85 } },
    aria: { enabled: false },
  };
}

function axis({ set, size }: Look): Option {
  return { axisLabel: { color: set.inkQuiet, fontSize: size * 0.8, hideOverlap: true }, axisLine: { lineStyle: { color: set.edge } }, splitLine: { lineStyle: { color: set.line } } };
}

function frame(look: Look, legend: boolean): Option {
  const { set, size } = look;
  return {
    grid: { left: size * 0.5, right: size, top: legend ? size * 2.4 : size, bottom: size * 0.5, containLabel: true },
    legend: { show: legend, type: "scroll", top: 0, textStyle: { color: set.inkQuiet, fontSize: size * 0.85 }, pageTextStyle: { color: set.inkQuiet } },
  };
}

function values(look: Look, decimals: number): Option {
  return { type: "value", ...axis(look), axisLabel: { color: look.set.inkQuiet, fontSize: look.size * 0.8, formatter: (value: number) => short(value, decimals, look.language) } };
}

/** One series of a drawing over named places. */
export interface Line {
  name: string;
  data: readonly (number | null)[];
}

/** Series over named places: as bars, as lines, or one upon the other. */
export function plotted(kind: "bar" | "line" | "stacked", names: readonly string[], lines: readonly Line[], decimals: number, look: Look): Option {
  const { set, size, language } = look;
  const few = names.length * lines.length <= 14;
  const shape: Option = kind === "line" ? { type: "line", showSymbol: names.length < 40, areaStyle: { opacity: lines.length === 1 ? 0.12 : 0 } }
    : kind === "stacked" ? { type: "bar", stack: "all", barMaxWidth: size * 3 }
    : { type: "bar", barMaxWidth: size * 2.5, label: { show: few, position: "top", color: set.inkQuiet, fontSize: size * 0.8, formatter: ({ value }: { value: number | null }) => short(value, decimals, language) } };
  const drawn = common(look);
  return {
    ...drawn,
    ...frame(look, lines.length > 1),
    tooltip: { ...(drawn.tooltip as Option), trigger: "axis" },
    xAxis: { type: "category", data: names, ...axis(look), ...told(names, look), splitLine: { show: false } },
    yAxis: values(look, decimals),
    series: lines.map((line) => ({ ...shape, ...line })),
  };
}

/** Days may be left out where they are many; a group whose name is left out cannot be told from its neighbours. */
function told(names: readonly string[], { set, size }: Look): Option {
  if (names.length > 20 || names.some((name) => /^\d{4}/.test(name))) return {};
  const tight = names.length > 4 && names.join("").length > 16;
  return { axisLabel: { color: set.inkQuiet, fontSize: size * 0.8, interval: 0, rotate: tight ? 30 : 0 } };
}

function over(answers: readonly Answer[], look: Look, type: "line" | "bar"): Option {
  const reads = answers.map((answer) => read(answer, look.say));
  const names = [...new Set(reads.flatMap((one) => groups(one, 0)))];
  return plotted(type, names, reads.map((one) => {
    const found = cells(one);
    return { name: look.say(one.answer.title), data: names.map((name) => found.get(name) ?? null) };
  }), answers[0]?.decimals ?? 0, look);
}

function stacked(answer: Answer, look: Look): Option {
  const one = read(answer, look.say);
  const [names, parts, found] = [groups(one, 0), groups(one, 1), cells(one)];
  const single = parts.length === 0;
  return plotted("stacked", names, (single ? [""] : parts).map((part) => ({
    name: part || look.say(answer.title), data: names.map((name) => found.get(single ? name : `${name}\n${part}`) ?? null),
  })), answer.decimals, look);
}

/** From the ground to a colour on which names and numbers can still be read. */
function shade(look: Look, most: number, decimals: number): Option {
  const { set, series, size, language } = look;
  return {
    min: 0, max: most > 0 ? most : 1, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemWidth: size * 0.7, itemHeight: size * 7,
    text: [short(most, decimals, language), "0"], textGap: size * 0.5, textStyle: { color: set.inkQuiet, fontSize: size * 0.75 },
    inRange: { color: [between(set.surface, series[0] ?? set.accent, 0.08), between(set.surface, series[0] ?? set.accent, 0.7)] },
  };
}

function heat(answer: Answer, look: Look): Option {
  const one = read(answer, look.say);
  const [across, down, found] = [groups(one, 0), groups(one, 1), cells(one)];
  const points = across.flatMap((x, at) => down.map((y, row) => [at, row, found.get(`${x}\n${y}`) ?? null] as const)).filter(([, , n]) => n !== null);
  return {
    grid: { left: look.size * 0.5, right: look.size, top: look.size * 0.5, bottom: look.size * 2.6, containLabel: true },
    xAxis: { type: "category", data: across, ...axis(look), ...told(across, look), splitLine: { show: false } },
    yAxis: { type: "category", data: down, ...axis(look), splitLine: { show: false } },
    visualMap: shade(look, Math.max(...points.map(([, , n]) => n ?? 0)), answer.decimals),
    series: [{ type: "heatmap", name: look.say(answer.title), data: points, itemStyle: { borderColor: look.set.surface, borderWidth: 1 }, label: { show: points.length <= 108, color: look.set.ink, fontSize: look.size * 0.75, formatter: ({ value }: { value: readonly (number | null)[] }) => short(value[2] ?? null, answer.decimals, look.language) } }],
  };
}

function calendar(answer: Answer, look: Look): Option {
  const days = [...cells(read(answer, look.say))];
  const { set, size } = look;
  return {
    calendar: {
      range: [days[0]?.[0] ?? "", days.at(-1)?.[0] ?? ""], top: size * 2, left: size * 2.4, right: size * 0.5, bottom: size * 2.6, cellSize: "auto",
      dayLabel: { color: set.inkQuiet, fontSize: size * 0.7, nameMap: look.language === "zh" ? "ZH" : "EN", firstDay: 1 }, monthLabel: { color: set.inkQuiet, fontSize: size * 0.8, nameMap: look.language === "zh" ? "ZH" : "EN" },
      yearLabel: { show: false }, itemStyle: { color: set.page, borderColor: set.surface }, splitLine: { lineStyle: { color: set.edge } },
    },
    visualMap: shade(look, Math.max(...days.map(([, n]) => n ?? 0)), answer.decimals),
    series: [{ type: "heatmap", coordinateSystem: "calendar", name: look.say(answer.title), data: days }],
  };
}

function gauge(answer: Answer, look: Look): Option {
  const { set, series, size, language } = look;
  const value = numberOf(answer.rows[0]?.[read(answer, look.say).value]);
  const target = answer.target?.number ?? null;
  const unit = look.say(answer.unit);
  const most = unit === "%" ? 100 : Math.max(1, value ?? 0, target ?? 0) * 1.2;
  const told = (shown: number): string => `${short(shown, answer.decimals, language)} ${unit}`;
  const arc = { type: "gauge", min: 0, max: most, radius: "100%", center: ["50%", "60%"], startAngle: 205, endAngle: -25, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false } };
  return {
    series: [
      {
        ...arc, progress: { show: true, width: size, roundCap: true }, itemStyle: { color: series[0] }, pointer: { show: false }, axisLine: { roundCap: true, lineStyle: { width: size, color: [[1, set.line]] } },
        detail: { valueAnimation: false, offsetCenter: [0, "-8%"], color: set.ink, fontSize: size * 2.2, fontWeight: 600, formatter: told }, data: [{ value }],
        title: { offsetCenter: [0, "30%"], color: set.inkQuiet, fontSize: size * 0.85 },
        ...(target === null ? {} : { data: [{ value, name: look.say({ zh: `目标 ${told(target)}`, en: `target ${told(target)}` }) }] }),
      },
      // The target: a stroke across the arc.
      ...(target === null ? [] : [{ ...arc, axisLine: { show: false }, detail: { show: false }, silent: true, data: [{ value: target }], pointer: { icon: "rect", width: 3, length: size * 1.7, offsetCenter: [0, "-88%"], itemStyle: { color: set.warn } } }]),
    ],
  };
}

function funnel(answers: readonly Answer[], look: Look): Option {
  const { set, size, language } = look;
  const data = answers.map((answer) => ({ name: look.say(answer.title), value: numberOf(answer.rows[0]?.[read(answer, look.say).value]) ?? 0 }));
  return {
    series: [{
      type: "funnel", sort: "none", left: "3%", width: "46%", top: size * 0.5, bottom: size * 0.5, gap: 3, minSize: "6%", itemStyle: { borderWidth: 0 }, data,
      label: { position: "right", color: set.ink, fontSize: size * 0.85, lineHeight: size * 1.25, overflow: "break", formatter: ({ name, value }: { name: string; value: number }) => `${name}\n${short(value, 0, language)}` }, labelLine: { length: size * 0.6, lineStyle: { color: set.edge } },
    }],
  };
}

function sankey(answer: Answer, look: Look): Option {
  const one = read(answer, look.say);
  const flows = new Map<string, number>();
  for (const [names, value] of cells(one)) {
    const steps = names.split("\n").map((name, at) => `${DEPTH.repeat(at)}${name}`);
    for (let at = 0; at + 1 < steps.length; at += 1) {
      const key = `${steps[at] ?? ""}\n${steps[at + 1] ?? ""}`;
      flows.set(key, (flows.get(key) ?? 0) + (value ?? 0));
    }
  }
  const links = [...flows].map(([key, value]) => ({ source: key.split("\n")[0], target: key.split("\n")[1], value }));
  const nodes = [...new Set(links.flatMap(({ source, target }) => [source, target]))].map((name) => ({ name }));
  return { series: [{ type: "sankey", labelLayout: { hideOverlap: true }, left: 4, right: look.size * 6, top: look.size * 0.5, bottom: look.size * 0.5, data: nodes, links, nodeWidth: look.size * 0.8, lineStyle: { color: "gradient", opacity: 0.4 }, label: { color: look.set.ink, fontSize: look.size * 0.8 } }] };
}

function radar(answers: readonly Answer[], look: Look): Option {
  const { set, size, language } = look;
  const reads = answers.map((answer) => read(answer, look.say));
  const axes = [...new Set(reads.flatMap((one) => groups(one, 0)))];
  const called = names(answers, look.say);
  const drawn = (one: Read, value: number, name: string): { name: string; value: number[] } => {
    const found = cells({ ...one, value });
    return { name, value: axes.map((axis) => found.get(axis) ?? 0) };
  };
  // What it is compared with beside it: the number itself, not the change.
  const data = reads.flatMap((one, at) => [
    drawn(one, one.value, called[at] ?? ""),
    ...one.answer.columns.flatMap((column, place) => (column.kind === "comparison" && column.name === column.of ? [drawn(one, place, look.say(column.title))] : [])),
  ]);
  // One scale for all: axes of different lengths would draw differences that are none.
  const max = Math.max(1, ...data.flatMap(({ value }) => value));
  return {
    legend: { ...(frame(look, data.length > 1).legend as Option) },
    tooltip: { ...(common(look).tooltip as Option), valueFormatter: (value: number) => short(value, answers[0]?.decimals ?? 0, language) },
    radar: {
      indicator: axes.map((name) => ({ name, max })), radius: "62%", center: ["50%", data.length > 1 ? "56%" : "52%"], axisName: { color: set.ink, fontSize: size * 0.8 },
      splitArea: { show: false }, splitLine: { lineStyle: { color: set.line } }, axisLine: { lineStyle: { color: set.line } },
    },
    series: [{ type: "radar", data, symbolSize: size * 0.35, areaStyle: { opacity: 0.08 } }],
  };
}

/** Two dimensions as two kinds of nodes on a circle, what they have in common as lines between them. */
function relation(answer: Answer, look: Look): Option {
  const one = read(answer, look.say);
  const found = [...cells(one)].filter(([, value]) => (value ?? 0) > 0);
  const links = found.map(([pair, value]) => ({ source: pair.split("\n")[0] ?? "", target: `${DEPTH}${pair.split("\n")[1] ?? ""}`, value: value ?? 0 }));
  const weight = new Map<string, number>();
  for (const { source, target, value } of links) for (const name of [source, target]) weight.set(name, (weight.get(name) ?? 0) + value);
  const [heaviest, widest] = [Math.max(1, ...weight.values()), Math.max(1, ...links.map(({ value }) => value))];
  const categories = one.splits.map((at) => ({ name: look.say(answer.columns[at]?.title ?? { zh: "", en: "" }) }));
  return {
    // Beside the circle: names stand out of it above and below.
    legend: { ...(frame(look, true).legend as Option), orient: "vertical", left: 0, selectedMode: false },
    series: [{
      type: "graph", layout: "circular", circular: { rotateLabel: true }, top: "25%", bottom: "25%", categories, name: look.say(answer.title),
      data: [...weight].sort(([a], [b]) => Number(a.startsWith(DEPTH)) - Number(b.startsWith(DEPTH))).map(([name, value]) => ({ name, value, category: name.startsWith(DEPTH) ? 1 : 0, symbolSize: look.size * (0.5 + 1.5 * Math.sqrt(value / heaviest)) })),
      links: links.map((link) => ({ ...link, lineStyle: { width: 0.5 + (4 * link.value) / widest } })),
      lineStyle: { color: "source", curveness: 0.3, opacity: 0.45 }, label: { show: true, color: look.set.ink, fontSize: look.size * 0.75 }, emphasis: { focus: "adjacency" },
    }],
  };
}

function map(answer: Answer, look: Look): Option {
  const { set, size, language } = look;
  const one = read(answer, look.say);
  const at = one.splits[0] ?? 0;
  const placed = answer.rows.filter((row) => row[at] !== null);
  const data = [...cells({ ...one, answer: { ...answer, rows: placed } })].map(([name, value]) => ({ name, value }));
  return {
    visualMap: shade(look, Math.max(...data.map(({ value }) => value ?? 0)), answer.decimals),
    series: [{
      type: "map", map: REGIONS, name: look.say(answer.title), data, top: 4, bottom: size * 2.2, select: { disabled: true },
      label: { show: true, color: set.ink, fontSize: size * 0.85, lineHeight: size * 1.15, formatter: ({ name, value }: { name: string; value: number }) => `${name}\n${short(Number.isNaN(value) ? null : value, answer.decimals, language)}` },
      itemStyle: { areaColor: set.surface, borderColor: set.edge }, emphasis: { label: { color: set.ink }, itemStyle: { areaColor: set.tint } },
    }],
  };
}

type Maker = (answers: readonly Answer[], look: Look, first: Answer) => Option;

const MAKERS: Partial<Record<Panel["kind"], Maker>> = {
  line: (answers, look) => over(answers, look, "line"),
  bar: (answers, look) => over(answers, look, "bar"),
  stacked: (_, look, first) => stacked(first, look),
  heat: (_, look, first) => heat(first, look),
  calendar: (_, look, first) => calendar(first, look),
  gauge: (_, look, first) => gauge(first, look),
  funnel: (answers, look) => funnel(answers, look),
  sankey: (_, look, first) => sankey(first, look),
  radar: (answers, look) => radar(answers, look),
  relation: (_, look, first) => relation(first, look),
  map: (_, look, first) => map(first, look),
};
