#!/bin/sh
# Print SITE_URL=… and REPO_URL=… for the repository GitHub Actions runs in, so that a fork publishes unedited.
# A repository named <owner>.github.io is served at the root, any other below its name. SITE_URL, if set, wins.
server="${GITHUB_SERVER_URL:-https://github.com}"
repository="${GITHUB_REPOSITORY:?unrolled: GITHUB_REPOSITORY is not set; this script is for GitHub Actions}"
owner="$(printf '%s' "${repository%%/*}" | tr '[:upper:]' '[:lower:]')"
name="${repository#*/}"
if [ "$(printf '%s' "$name" | tr '[:upper:]' '[:lower:]')" = "$owner.github.io" ]; then
    site="https://$owner.github.io/"
else
    site="https://$owner.github.io/$name/"
fi
echo "SITE_URL=${SITE_URL:-$site}"
echo "REPO_URL=$server/$repository"
