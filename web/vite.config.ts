import { defineConfig } from "vite";

// Bootstrap 5.3 still uses Sass features that newer Sass warns about; they are its own, not ours.
const bootstrapWarnings = ["import", "global-builtin", "color-functions", "if-function"] as const;

export default defineConfig({
  base: "./",
  publicDir: false,
  css: {
    preprocessorOptions: {
      scss: { quietDeps: true, silenceDeprecations: [...bootstrapWarnings], loadPaths: ["node_modules"] },
    },
  },
  build: {
    outDir: "../build/static/naung",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsDir: "assets",
    assetsInlineLimit: 0, // the content security policy allows no data: fonts or pictures in styles
    modulePreload: { polyfill: false },
    target: ["chrome80", "firefox78", "safari13.1"], // phones of 2020 and later; older ones get plain pages
    cssTarget: ["chrome80", "firefox78", "safari13.1"],
    rolldownOptions: {
      input: { office: "src/office.ts", public: "src/public.ts" },
      checks: { eval: false, pluginTimings: false }, // htmx has an eval that allowEval: false switches off
    },
  },
});
