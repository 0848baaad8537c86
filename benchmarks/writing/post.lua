-- Each request a comment of its own, by a reader of their own, from an address of their own.
local number = tonumber(os.getenv("FIRST"))
local body = os.getenv("BODY")
local headers = { ["Content-Type"] = "application/json" }

function request()
  number = number + 1
  headers["X-Forwarded-For"] = string.format(
    "11.%d.%d.%d", math.floor(number / 62500) % 250, math.floor(number / 250) % 250, number % 250 + 1)
  headers["Idempotency-Key"] = string.format("key-%d", number)
  return wrk.format("POST", nil, headers, (body:gsub("@N@", tostring(number))))
end
