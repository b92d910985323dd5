import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPAPI

@Suite struct `A watch over silence` {
  private let watch = SilenceWatch(seconds: 60)

  /// Whether a connection was told, since it was asked last, that it was silent for too long.
  private func wasTold(_ channel: EmbeddedChannel) -> Bool {
    do {
      try channel.throwIfErrorCaught()
      return false
    } catch BodyEnd.silent(let seconds) {
      return seconds == 60
    } catch { return false }
  }

  @Test func `ends one wait after the other, each when its own time is over`() {
    let loop = EmbeddedEventLoop()
    let (first, second) = (EmbeddedChannel(loop: loop), EmbeddedChannel(loop: loop))
    _ = watch.begin(first)
    loop.advanceTime(by: .seconds(20))
    _ = watch.begin(second)
    loop.advanceTime(by: .seconds(39))
    #expect(!wasTold(first) && !wasTold(second))
    loop.advanceTime(by: .seconds(1))
    #expect(wasTold(first) && !wasTold(second))
    loop.advanceTime(by: .seconds(19))
    #expect(!wasTold(second))
    loop.advanceTime(by: .seconds(1))
    #expect(wasTold(second) && !wasTold(first))
    // Nobody waits, and then somebody does again.
    loop.advanceTime(by: .seconds(500))
    _ = watch.begin(first)
    loop.advanceTime(by: .seconds(59))
    #expect(!wasTold(first))
    loop.advanceTime(by: .seconds(1))
    #expect(wasTold(first) && !wasTold(second))
  }

  @Test func `begins anew with each piece, and lets nobody pay for another's silence`() {
    let loop = EmbeddedEventLoop()
    let (lively, silent) = (EmbeddedChannel(loop: loop), EmbeddedChannel(loop: loop))
    _ = watch.begin(silent)
    for second in 1...100 {
      let wait = watch.begin(lively)
      loop.advanceTime(by: .seconds(1))
      watch.end(wait)
      #expect(!wasTold(lively), "after \(second) s")
      #expect(wasTold(silent) == (second == 60), "after \(second) s")
    }
    let wait = watch.begin(lively)
    loop.advanceTime(by: .seconds(59))
    watch.end(wait)
    loop.advanceTime(by: .seconds(500))
    #expect(!wasTold(lively))
  }
}
