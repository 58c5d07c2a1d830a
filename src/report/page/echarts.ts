import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// The parts of ECharts that the page uses; a bundler leaves the others out.
use([BarChart, CustomChart, LineChart, ScatterChart]);
use([GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent]);
use([VisualMapContinuousComponent, SVGRenderer]);

/**
 * Makes a chart. A function of its own, since a bundler leaves out a file that only passes others' on, and with it what
 * it does.
 */
export const createChart: typeof init = (...options) => init(...options);
