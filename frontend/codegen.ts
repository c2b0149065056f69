import type { CodegenConfig } from "@graphql-codegen/cli";

// Types and documents of the page's questions, from the reference page of the schema that `make docs` writes.
const config: CodegenConfig = {
  schema: "../docs/reference/schema.graphql",
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
