-- wrk: each page in turn, as a browser asks for it.
--   wrk -s cycle.lua URL -- PREFIX LIST GZIP
local paths, at = {}, 0

function init(args)
  for line in io.lines(args[2]) do
    paths[#paths + 1] = args[1] .. line
  end
  wrk.headers["Accept"] = "text/html"
  if args[3] == "gzip" then
    wrk.headers["Accept-Encoding"] = "gzip"
  end
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
