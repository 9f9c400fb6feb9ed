-- For wrk: asks for the list, every second time only if it has changed, and counts the answers by
-- their status.

local threads = {}
local etag = nil
local asked = 0

answered_200 = 0
answered_304 = 0
answered_otherwise = 0

function setup(thread)
  table.insert(threads, thread)
end

function request()
  asked = asked + 1
  local headers = {}
  if etag and asked % 2 == 0 then headers["If-None-Match"] = etag end
  return wrk.format("GET", nil, headers)
end

function response(status, headers)
  if status == 200 then
    answered_200 = answered_200 + 1
    etag = headers["etag"] or headers["ETag"] or etag
  elseif status == 304 then
    answered_304 = answered_304 + 1
  else
    answered_otherwise = answered_otherwise + 1
  end
end

function done()
  local sums = { answered_200 = 0, answered_304 = 0, answered_otherwise = 0 }
  for _, thread in ipairs(threads) do
    for name, sum in pairs(sums) do sums[name] = sum + thread:get(name) end
  end
  print(string.format("Statuses: 200 %d, 304 %d, other %d",
    sums.answered_200, sums.answered_304, sums.answered_otherwise))
end
