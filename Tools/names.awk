# Writes the Swift that restates the schemas and that protoc's plug-in doesn't
# give. Reads the schemas in protobuf's text format, where a line opens a block,
# closes it, or gives a value in it.
#
#   awk -v what=commands|words -v envelope="NAME..." -f Tools/names.awk
#
# The schemas of the envelope are not the domain's.

# The Swift type of a message or an enumeration; swift-protobuf avoids `Type`.
function swift_type(outer, name) {
  if (outer == "") return "PB" name
  return outer "." (name == "Type" ? "TypeEnum" : name)
}

function lower_camel(name,   rest) {
  while (match(name, /_[a-z0-9]/)) {
    rest = substr(name, RSTART + 2)
    name = substr(name, 1, RSTART - 1) toupper(substr(name, RSTART + 1, 1)) rest
  }
  return name
}

/{$/ {
  block[++depth] = $1
  if ($1 == "field" || $1 == "value") split("", value)
  next
}

/}$/ {
  if (block[depth] == "field" && block[depth - 1] == "message_type") end_field()
  if (block[depth] == "value" && value["number"] > 0) end_word()
  depth--
  next
}

{
  key = substr($1, 1, length($1) - 1)
  text = $2
  gsub(/"/, "", text)
  if (block[depth] == "field" || block[depth] == "value") value[key] = text
  if (key == "name") begin(block[depth], text)
}

# The name of a file, a message or an enumeration comes before what is in it.
function begin(kind, name,   outer, parts, part) {
  outer = depth > 2 ? type[depth - 1] : ""
  if (kind == "file") {
    parts = split(name, part, /[\/.]/)
    is_domain = !index(" " envelope " ", " " part[parts - 1] " ")
  } else if (kind == "message_type" || kind == "nested_type") {
    type[depth] = swift_type(outer, name)
  } else if (kind == "enum_type") {
    enum = swift_type(outer, name)
    if (is_domain) enums[++enum_count] = enum
  }
}

# The commands are the fields of the request's `oneof`, its first: each `optional`
# makes another. One whose first field is called `stream` is done to any stream, and
# is no aggregate's.
function end_field() {
  if (value["number"] == 1 && value["name"] == "stream") is_any_stream[type[2]] = 1
  if (type[2] != "PBCommand" || value["oneof_index"] != "0") return
  cases[++count] = lower_camel(value["name"])
  names[count] = value["json_name"]
  sub(/.*\./, "", value["type_name"])
  types[count] = "PB" value["type_name"]
}

function end_word() {
  words[enum] = words[enum] \
    "    case " value["number"] ": \"" value["name"] "\"\n"
}

function write_commands(   i) {
  print "extension PBCommand.OneOf_Body {"
  print "  /// The command's name in JSON."
  print "  var name: String {"
  print "    switch self {"
  for (i = 1; i <= count; i++) print "    case ." cases[i] ": \"" names[i] "\""
  print "    }"
  print "  }"
  print ""
  print "  /// The command of an aggregate; `nil` for those on any stream."
  print "  var domain: (any DomainCommand)? {"
  print "    switch self {"
  for (i = 1; i <= count; i++) {
    print "    case ." cases[i] \
      (types[i] in is_any_stream ? ": nil" : "(let command): command")
  }
  print "    }"
  print "  }"
  print "}"
  print ""
  print "extension CooperationModel {"
  print "  /// Every command of an aggregate."
  print "  static let commands: [any DomainCommand.Type] = ["
  for (i = 1; i <= count; i++) {
    if (!(types[i] in is_any_stream)) print "    " types[i] ".self,"
  }
  print "  ]"
  print ""
  print "  /// The names of all commands."
  print "  static let commandNames: [String] = ["
  for (i = 1; i <= count; i++) print "    \"" names[i] "\","
  print "  ]"
  print "}"
  for (i = 1; i <= count; i++) {
    if (types[i] in is_any_stream) continue
    print ""
    print "extension " types[i] " {"
    print "  /// Its name in JSON."
    print "  static var name: String { \"" names[i] "\" }"
    print "}"
  }
}

function write_words(   i) {
  print "package import Cooperation"
  for (i = 1; i <= enum_count; i++) {
    print ""
    print "extension " enums[i] ": Worded {"
    print "  /// What a row holds for it."
    print "  package var word: String? {"
    print "    switch rawValue {"
    printf "%s", words[enums[i]]
    print "    default: nil"
    print "    }"
    print "  }"
    print "}"
  }
}

END {
  if (!count || !enum_count) exit 1
  print "// Written by Tools/generate. Do not edit."
  print "// swift-format-ignore-file"
  print ""
  if (what == "commands") write_commands()
  else write_words()
}
