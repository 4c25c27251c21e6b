package access

import (
	_ "embed" // extensions.txt
	"strings"
)

//go:embed extensions.txt
var extensionsText string

// extensions notes what extensions in layers may call beside the code, which asks them by HTTP for it.
func (w *worker) extensions() {
	for _, layer := range w.user.Function.Layers {
		for _, choice := range layer.Arn {
			_, name, found := strings.Cut(choice.Value.String(), ":layer:")
			if !found {
				continue
			}
			for _, service := range extensionServices(name) {
				w.gap(service, layer.Span, "the extension in the layer "+layerName(name)+" calls "+service+" beside the code, and what of it is not seen")
			}
		}
	}
}

// extensionServices are the services that the extension of a layer may call, none where the layer is not known for one.
func extensionServices(name string) []string {
	for line := range strings.Lines(extensionsText) {
		fields := strings.Fields(line)
		if len(fields) > 1 && fields[0] != "#" && strings.HasPrefix(name, fields[0]) {
			return fields[1:]
		}
	}
	return nil
}

func layerName(name string) string {
	name, _, _ = strings.Cut(name, ":")
	return name
}
