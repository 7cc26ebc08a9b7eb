# The API; the same image migrates the database (`node dist/src/main-migrate.js`) and can be the simulator
# (`node dist/simulator/main.js`).
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY local/trim-packages.mjs ./local/
# Trims what it has installed, too: 32 MB stay (docs/dependencies.md).
RUN npm ci --omit=dev

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY local/trim-packages.mjs ./local/
RUN npm ci
COPY . .
# The Prisma client is generated into src/ and compiled into dist/, so that neither needs Prisma's CLI later.
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json ./
COPY prisma ./prisma
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# What the flags are for: docs/operations.md, Memory. NODE_OPTIONS does not take the last one.
CMD ["node", "--enable-source-maps", "--max-semi-space-size=16", "--heap-growing-percent=50", "dist/src/main.js"]
