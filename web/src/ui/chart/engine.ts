import { BarChart, FunnelChart, GaugeChart, GraphChart, HeatmapChart, LineChart, MapChart, RadarChart, SankeyChart } from "echarts/charts";
import { AriaComponent, CalendarComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

// Only what the panels draw: a third of the whole library.
echarts.use([
  BarChart, FunnelChart, GaugeChart, GraphChart, HeatmapChart, LineChart, MapChart, RadarChart, SankeyChart,
  AriaComponent, CalendarComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent,
  LabelLayout, CanvasRenderer,
]);

export { echarts };
