/** One measure of the pipeline in a process of its own, which has the flags of `npm start`. */
import { type PipelineOptions, measurePipeline } from './pipeline.js';

process.send!(await measurePipeline(JSON.parse(process.argv[2]!) as PipelineOptions));
