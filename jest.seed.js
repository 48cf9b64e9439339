// Properties draw the same cases in every run, so that a red build is a broken law and not bad luck. FC_SEED=<n> npm test draws others; what those find becomes an example in a spec.
require('fast-check').configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_260_101) });
