# The API. The same image migrates the database (`node dist/src/main-migrate.js`), is a worker
# (`node dist/src/main-worker.js`) and can be the simulator (`node dist/simulator/main.js`). It writes nothing to its
# files. `npm run test:smoke` does what stands here, step by step, where there is no container engine.
#
# The digest is what counts; to take another one, docs/operations.md, Deploying.
FROM node:24.21.0-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS base
WORKDIR /app

# No install script runs, whichever npm the base image has: these need none. What production never loads goes
# (docs/dependencies.md).
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
COPY local/trim-packages.mjs ./local/
RUN npm ci --omit=dev --ignore-scripts && node local/trim-packages.mjs

FROM base AS build
COPY package.json package-lock.json .npmrc ./
COPY local/node ./local/node
RUN npm ci --ignore-scripts
COPY . .
# The Prisma client is generated into src/ and compiled into dist/, so that neither needs Prisma's CLI later.
RUN npm run build && npm run --silent sbom > dist/sbom.cdx.json

FROM base
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY package.json ./
COPY prisma/migrations ./prisma/migrations
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist/sbom.cdx.json ./
COPY --from=build /app/dist/src ./dist/src
COPY --from=build /app/dist/simulator ./dist/simulator
USER node
EXPOSE 3000
# Of the API. A worker answers on HEALTH_PORT, where that is set; migrate serves nothing (docker-compose.yml).
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# What the flags are for: docs/operations.md, Memory. NODE_OPTIONS does not take the last one.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=16", "--heap-growing-percent=50", "dist/src/main.js"]
