import type { CodegenConfig } from "@graphql-codegen/cli";

const config = {
  preset: "client" as const,
  presetConfig: { fragmentMasking: false },
  config: {
    documentMode: "string",
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars: { DateTime: "string", JSON: "unknown", ID: "string" },
  },
};

// Types and documents of the page's questions, from the reference page of the schema that `make docs` writes. Those of
// parts that come later are a module of their own, because a bundler does not take modules apart.
const codegen: CodegenConfig = {
  schema: "../docs/reference/schema.graphql",
  generates: {
    "src/api/generated/": { ...config, documents: "src/api/queries.graphql" },
    "src/api/generated/later/": { ...config, documents: "src/api/later.graphql" },
  },
};

export default codegen;
