import type { CodegenConfig } from "@graphql-codegen/cli";

// Types and documents of the page's questions, from the schema that `graphsvc schema export` writes.
const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: "src/api/queries.graphql",
  generates: {
    "src/api/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: "string", JSON: "unknown", ID: "string" },
      },
    },
  },
};

export default config;
